"""Public pages. Published fields only."""
