"""Pages of the year's plan: forms and how its rows are shown."""
