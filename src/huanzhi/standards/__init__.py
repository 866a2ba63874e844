"""What the law says: limits as data, one module a standard that judges with them. Pure."""
