"""Formats to and from the world. Pure."""
