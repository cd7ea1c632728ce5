"""What can go wrong when the log is written."""


class LogRefuses(Exception):
    """The sequencer or the signer stops rather than publish a second history; says why."""


class SecretReused(Exception):
    """A signature's C or G was in the log before: its secret must be drawn anew."""


class NotInTheLog(Exception):
    """No sealed entry is what was asked for."""


class DoesNotOpen(Exception):
    """The secret given to withdraw a signature is not that of its entry."""


class Damaged(Exception):
    """Something stored is not what its entries lead to; says what."""


class CannotRecover(Exception):
    """What is published does not continue the database, or is not all there; says why."""


class NoSuchKey(Exception):
    """The log names no such key that signs now."""


class LastKey(Exception):
    """The only key of its use cannot end: nothing could be signed any more."""


class NoSuchObject(Exception):
    """No object of the log has this hash."""
