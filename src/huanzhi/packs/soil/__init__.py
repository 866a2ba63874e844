"""土壤与农用地: what the soil pack declares."""
