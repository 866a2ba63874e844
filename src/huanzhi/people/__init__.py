"""Organisations, users, roles, areas: who answers and who sees what."""
