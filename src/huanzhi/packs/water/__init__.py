"""地表水: what the water pack declares."""
