"""The rules of the house, each a function from a tree to the list of its breaches."""
