"""The states of a petition, and which step may follow which. Pure Python."""

DRAFT = "draft"
COLLECTING = "collecting"
REVIEW = "review"
OPEN = "open"
CLOSED = "closed"
ANSWERED = "answered"
ARCHIVED = "archived"
REFUSED = "refused"
WITHDRAWN = "withdrawn"

# A refused proposal may be corrected and handed in once more; nothing else ever goes back.
STEPS = {
    DRAFT: frozenset({COLLECTING, OPEN}),
    COLLECTING: frozenset({REVIEW, WITHDRAWN}),
    REVIEW: frozenset({OPEN, REFUSED, WITHDRAWN}),
    REFUSED: frozenset({REVIEW}),
    OPEN: frozenset({CLOSED}),
    CLOSED: frozenset({ANSWERED, ARCHIVED}),
    ANSWERED: frozenset({ARCHIVED}),
    ARCHIVED: frozenset[str](),
    WITHDRAWN: frozenset[str](),
}
# Its text is frozen, hashed and in the public log.
OPENED = frozenset({OPEN, CLOSED, ANSWERED, ARCHIVED})
ENDED = OPENED - {OPEN}
UNOPENED = frozenset(STEPS) - OPENED
# A proposal that people may support.
SUPPORTABLE = frozenset({COLLECTING, REVIEW})
# Where a refused proposal may stand once its author went on; its refusal stays public.
AFTER_REFUSAL = frozenset({REVIEW, WITHDRAWN})
# A proposal that waits for its author, for supporters or for a decision.
UNFINISHED = frozenset({DRAFT, COLLECTING, REVIEW})


def may_follow(state: str, following: str) -> bool:
    """Tell whether a petition in `state` may go on to `following`."""
    return following in STEPS[state]


def before(state: str) -> frozenset[str]:
    """Return the states from which a petition may come to `state`."""
    return frozenset(earlier for earlier in STEPS if may_follow(earlier, state))
