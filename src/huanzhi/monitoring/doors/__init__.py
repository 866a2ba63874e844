"""Doors 入口: ways in which readings come; each opens what the journal holds into readings or says why it cannot."""
