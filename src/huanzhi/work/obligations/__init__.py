"""义务 Obligations: what must be done by a day, again and again; declared by rules, made from registers."""
