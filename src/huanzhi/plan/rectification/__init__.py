"""督察整改: rounds of inspection, their items and letters, closed by number."""
