"""生态空间: what the space pack declares."""
