"""The huanzhi command: one file a command group."""
