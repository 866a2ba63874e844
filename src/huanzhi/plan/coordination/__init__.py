"""协调: problems, meetings, decisions."""
