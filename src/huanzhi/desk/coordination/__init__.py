"""Coordination on the desk: forms, links to origins, a problem as a timeline."""
