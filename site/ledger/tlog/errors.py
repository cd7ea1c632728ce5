"""The one error of the packages that read what a stranger sent."""


class Invalid(ValueError):
    """What was given is not what its format says; the message is one French sentence for people."""
