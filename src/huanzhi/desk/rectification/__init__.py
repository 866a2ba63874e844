"""Rectification on the desk: forms of the steps, an item as a timeline, how it stands."""
