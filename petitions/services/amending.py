"""Change what people sign while they sign it: a new version, which says what is new."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from petitions.errors import AmendmentUnexplained, WrongStatus
from petitions.models import Petition
from petitions.services.texts import log_version, normalised, tidied

# Shorter says nothing; longer is no sentence.
NOTE_LENGTH = (10, 300)


@transaction.atomic
def amend_petition(
    *,
    petition: Petition,
    title: str,
    text: str,
    details: str,
    addressees: Sequence[str],
    note: str,
    at: datetime,
) -> Petition:
    """Give an open petition another text; who signed before signed the version before.

    Nothing to change is no new version.

    Args:
        note: one public sentence, 10 to 300 characters, that says what changes.

    Raises:
        AmendmentUnexplained: if `note` is too short or too long.
        WrongStatus: if it is not open.
    """
    stored = Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
    if stored.status != Petition.Status.OPEN:
        raise WrongStatus
    changed = tidied(title=title, text=text, details=details, addressees=addressees)
    if changed == {name: getattr(stored, name) for name in changed}:
        return stored
    note = " ".join(normalised(note).split())
    shortest, longest = NOTE_LENGTH
    if not shortest <= len(note) <= longest:
        raise AmendmentUnexplained
    for name, value in changed.items():
        setattr(stored, name, value)
    log_version(stored, at=at, note=note)
    stored.save(update_fields=[*changed, "version", "text_sha256"])
    return stored
