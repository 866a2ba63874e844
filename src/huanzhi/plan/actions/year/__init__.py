"""Verbs of the year: draft it, negotiate it, sign it, put it in force, amend it."""
