"""What the public log holds of a fact: each revision that everybody could read."""

import unicodedata

from django.utils import timezone

from transparency.models import FactRevision


def as_logged(revision: FactRevision) -> dict[str, str | int]:
    """Return the object whose hash enters the log; `source` is the slug of the source."""
    words = {
        "slug": revision.fact.slug,
        "event": revision.event,
        "statement": revision.statement,
        "value": revision.value,
        "unit": revision.unit,
        "as_of": revision.as_of,
        "source": revision.source.slug,
        "note": revision.note,
        "reason": revision.reason,
        "day": timezone.localdate(revision.revised_at).isoformat(),
    }
    normal = {name: unicodedata.normalize("NFC", text) for name, text in words.items()}
    return {"number": revision.number, **normal}
