"""Erase an object that must not be public any more: its hash stays in the log, and is mute."""

from ledger import store
from ledger.errors import NoSuchObject
from ledger.models import LogObject
from ledger.services.publishing import object_path


def erase_object(digest: bytes) -> None:
    """Erase the object of this hash here and where it is published.

    Twice is harmless, and mends a first time that was killed.

    With it goes its nonce: nobody can tell any more what the hash was made of. What remains is
    empty, so that it is never taken for damage.

    Args:
        digest: SHA-256 of the object, 32 bytes.

    Raises:
        NoSuchObject: if there is none.
    """
    with store.held(wait=True):
        # The row first, and committed: killed in between, a scrub says that the file differs, and
        # to publish it again empties it. The other way round would bring its words back.
        if not LogObject.objects.filter(digest=digest).update(body=store.ERASED):
            raise NoSuchObject
        path = object_path(digest)
        if store.read(path) is not None:
            store.write(path, store.ERASED)
