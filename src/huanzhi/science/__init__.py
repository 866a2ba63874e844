"""What nature and arithmetic say: units, rounding, averaging, validity. Pure."""
