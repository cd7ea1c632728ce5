"""What can go wrong in a debate."""


class DebateClosed(Exception):
    """The debate takes no contribution at that moment: not open yet, or already closed."""


class DebateIsFrozen(Exception):
    """The debate was opened: its address and its question no longer change."""


class WrongStatus(Exception):
    """The debate is not at the step that this change starts from."""


class CannotReply(Exception):
    """The contribution takes no reply: not public, in another debate, or a reply itself."""


class CannotRevise(Exception):
    """The contribution was taken back: nothing is left to revise."""


class RevisedMeanwhile(Exception):
    """Another revision came first: its author, in another window."""
