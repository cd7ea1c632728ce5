"""What can go wrong between asking for news and confirming it."""


class UnknownRequest(Exception):
    """No wish to follow has this address: mistyped, forged, or forgotten since."""


class RequestExpired(Exception):
    """The wish to follow waited too long for its code."""


class WrongCode(Exception):
    """The code is not the right one; `left` attempts remain."""

    def __init__(self, *, left: int) -> None:
        super().__init__(left)
        self.left = left


class TooManyAttempts(Exception):
    """Too many wrong codes were typed: here, or for this address in all browsers.

    `is_of_letter` tells whether it was behind the link of a letter.
    """

    def __init__(self, *, is_of_letter: bool) -> None:
        super().__init__(is_of_letter)
        self.is_of_letter = is_of_letter
