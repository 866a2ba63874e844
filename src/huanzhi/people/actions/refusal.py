"""What a verb of this room answers when something does not fit; the words are for people."""


class Unfit(ValueError):
    """It cannot be done as asked; the text says why."""
