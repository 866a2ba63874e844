"""Staff pages. Own no logic."""
