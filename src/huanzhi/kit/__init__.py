"""台账 Register: one declaration gives list, form, import, export, history, map layer and REST."""
