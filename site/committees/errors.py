"""What can go wrong with a committee."""


class CommitteeError(Exception):
    """Anything this app refuses."""


class SlugTaken(CommitteeError):
    """Another committee already has this address."""


class UnknownDepartement(CommitteeError):
    """No département has this code."""


class UnreadableDate(CommitteeError):
    """A date is neither a day, nor a month, nor a year."""
