"""留痕: who did what, when, to which record; append-only, hash-chained, verifiable."""
