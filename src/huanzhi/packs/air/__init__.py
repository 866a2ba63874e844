"""大气: what the air pack declares."""
