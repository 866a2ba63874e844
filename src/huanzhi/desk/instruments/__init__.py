"""What the pages of instruments and outlets say and show: words, tables, curves, the course of events."""
