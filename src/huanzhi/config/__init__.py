"""Settings, urls and the huanzhi command."""
