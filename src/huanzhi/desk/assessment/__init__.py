"""How assessments are shown: rows for tables, forms."""
