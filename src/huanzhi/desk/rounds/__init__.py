"""Rounds on the desk: their forms and what their pages show."""
