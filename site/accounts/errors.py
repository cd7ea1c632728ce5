"""What can go wrong with an account; views turn it into words for people."""


class PseudonymRefused(Exception):
    """The pseudonym cannot be shown in public."""


class PseudonymTaken(PseudonymRefused):
    """Somebody else bears it, in capitals or not."""


class PseudonymTellsAddress(PseudonymRefused):
    """It gives the mail address away."""


class PseudonymUnreadable(PseudonymRefused):
    """Too short, too long, or made of signs that nobody can read aloud."""


class PseudonymReserved(PseudonymRefused):
    """It would pass for the platform itself."""


class AccountSuspended(Exception):
    """The account exists and is closed: nobody logs in to it."""


class NotAdministratorSince(Exception):
    """Somebody does not administer everything, or not for long enough."""


class SecondFactorNeeded(Exception):
    """A role of this person demands a second factor: the last one cannot go."""
