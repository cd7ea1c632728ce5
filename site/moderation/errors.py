"""What can go wrong at the moderation desk; views turn it into words for people."""


class AlreadyDecided(Exception):
    """Somebody decided, or the text changed, since this case was opened on screen."""


class ClaimedByAnother(Exception):
    """Another moderator is reading this case."""


class OwnContribution(Exception):
    """Nobody decides about their own words."""


class OutsideScope(Exception):
    """This moderator works for another place."""


class ReasonMissing(Exception):
    """A refusal wants an article of the charter and a sentence."""
