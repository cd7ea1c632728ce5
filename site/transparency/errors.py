"""What can go wrong in the transparency register."""


class TransparencyError(Exception):
    """Anything this app refuses."""


class SlugTaken(TransparencyError):
    """Another row of the same kind already has this slug."""


class StatementMissing(TransparencyError):
    """A fact says nothing."""


class UnreadableDate(TransparencyError):
    """A date is neither a day, nor a month, nor a year."""


class ReasonMissing(TransparencyError):
    """What the public saw may change only with a sentence that says why."""


class SourceMissing(TransparencyError):
    """A fact may be published only with a source that anyone can open."""


class SourceInUse(TransparencyError):
    """The public has seen this source under a fact: record a new one, and correct the fact."""


class AlreadyRevised(TransparencyError):
    """Somebody else changed this fact since it was read."""


class WrongStatus(TransparencyError):
    """This step is not open to a fact in its present status."""


class UnreadableDocument(TransparencyError):
    """A document is empty, or not text."""
