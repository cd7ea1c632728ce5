"""Keep a document whole, under the fingerprint of its bytes."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from transparency.errors import UnreadableDocument
from transparency.models import ArchivedDocument


@transaction.atomic
def archive_document(
    *, title: str, publisher: str, published_on: date, url: str = "", text: str, at: datetime
) -> ArchivedDocument:
    """Store `text` to the letter; the same text twice is the same row, as it was first described.

    Args:
        text: the whole document. Its line ends are kept: who pastes into a form of a browser
            gets CRLF, and another fingerprint than the file's; see `pasted`.

    Raises:
        UnreadableDocument: `text` is blank, or holds a NUL, which PostgreSQL cannot store.
    """
    if not text.strip() or "\x00" in text:
        raise UnreadableDocument
    document, _ = ArchivedDocument.objects.get_or_create(
        sha256=fingerprint(text),
        defaults={
            "title": title,
            "publisher": publisher,
            "published_on": published_on,
            "url": url,
            "text": text,
            "imported_at": at,
        },
    )
    return document


def fingerprint(text: str) -> str:
    """Return the SHA-256 of the UTF-8 bytes of `text`, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def pasted(text: str) -> str:
    """Return what a person pasted, as their file has it: forms turn each line end into CRLF."""
    return text.replace("\r\n", "\n")
