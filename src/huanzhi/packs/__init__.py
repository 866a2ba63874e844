"""Domain packs: declarations and their own verbs, no machinery."""
