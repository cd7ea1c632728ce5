"""Where somebody is logged in, and how they leave: a row each, without address or device."""

from datetime import datetime

from django.db import transaction

from accounts.models import OpenSession, User
from accounts.sessions import SessionStore, digest_of


def open_session(*, user: User, session_key: str, at: datetime) -> OpenSession:
    """Remember that `user` logged in under `session_key`; forget sessions that are over."""
    user.open_sessions.exclude(pk__in=OpenSession.objects.alive_at(at)).delete()
    return OpenSession.objects.create(user=user, digest=digest_of(session_key), opened_at=at)


def close_session(*, session_key: str) -> None:
    """Forget the row of a session whose owner logs out."""
    OpenSession.objects.filter(digest=digest_of(session_key)).delete()


def forget_ended_sessions(*, at: datetime) -> int:
    """Delete the rows of sessions that are over at `at`; return how many."""
    over = OpenSession.objects.exclude(pk__in=OpenSession.objects.alive_at(at))
    return over.delete()[0]


def sessions_of(user: User, *, at: datetime) -> list[OpenSession]:
    """Return where `user` is logged in at `at`, the newest first; 50 at most."""
    rows = list(user.open_sessions.alive_at(at)[:50])
    still_open = SessionStore.still_open(row.digest for row in rows)
    return [row for row in rows if row.digest in still_open]


@transaction.atomic
def close_other_sessions(*, user: User, but: str | None) -> int:
    """Log `user` out everywhere but where the session key is `but`; return how many closed."""
    others = user.open_sessions.all()
    if but is not None:
        others = others.exclude(digest=digest_of(but))
    digests = list(others.values_list("digest", flat=True))
    others.delete()
    transaction.on_commit(lambda: SessionStore.forget(digests))
    return len(digests)
