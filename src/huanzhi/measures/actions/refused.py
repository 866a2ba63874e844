"""What measures refuse."""


class Refused(ValueError):
    """What was asked cannot be done as it stands; the message says what is missing or wrong."""
