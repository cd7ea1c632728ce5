"""Let the public log name the text that people sign (`ledger.md` §1)."""

from datetime import UTC

from ledger.services import queue_text
from petitions.canonical import rules_as_data
from petitions.models import Petition


def log_text(petition: Petition) -> str:
    """Let the version of `petition`, as its row says, wait for the log; return its T in hex."""
    closes = petition.closes_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    content = {
        "petition": petition.pk,
        "version": petition.version,
        "title": petition.title,
        "demand": petition.text,
        "details": petition.details,
        "addressees": petition.addressees,
        "closes": f"{closes.isoformat()}Z",
        "address_rules": rules_as_data(),
    }
    return queue_text(petition=petition.pk, version=petition.version, content=content).hex()
