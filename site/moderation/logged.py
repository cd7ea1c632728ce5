"""What the public log holds of a decision: what the journal shows, no name, none of the text."""

import unicodedata

from django.utils import timezone

from moderation.models import Decision


def as_logged(decision: Decision) -> dict[str, str | int | None]:
    """Return the object whose hash enters the log; `article` is a number of the charter."""
    return {
        "kind": "moderation_decision",
        "reference": decision.reference,
        "outcome": decision.outcome,
        "article": decision.article.number if decision.article else None,
        "day": timezone.localdate(decision.decided_at).isoformat(),
        "reason": unicodedata.normalize("NFC", decision.reason),
    }
