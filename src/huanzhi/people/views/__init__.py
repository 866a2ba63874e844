"""Faces of people: the door, one's own account, the second step, single sign-on, the log of sign-ins."""
