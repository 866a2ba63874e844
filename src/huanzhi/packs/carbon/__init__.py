"""碳与能源: what the carbon pack declares."""
