"""What the site says of its log: how far it is published, its witnesses, its keys, its counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import OuterRef, Subquery

from ledger import store
from ledger.models import Checkpoint as CheckpointRow
from ledger.models import Entry, SealedCount
from ledger.policy import configured_policy
from ledger.sed1.entries import KeyState, KeyUse, Kind
from ledger.services.signing import drawn_already, key_history, origin, verifier_of
from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.notes import VerifierKey, parse_note


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who watches the log: `has_signed` its published checkpoint or not yet."""

    name: str
    is_independent: bool
    has_signed: bool


@dataclass(frozen=True, slots=True)
class PublishedLog:
    """The log as its signed checkpoint tells it, when that was published, who watches it."""

    checkpoint: Checkpoint
    published_at: datetime
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class AnnouncedKey:
    """A key that signs, or once signed, for the log."""

    verifier: VerifierKey
    use: KeyUse
    has_ended: bool


def published_log() -> PublishedLog | None:
    """Return how far the log is published, from its files alone; None before the first time."""
    note = store.published_note()
    if note is None:
        return None
    parsed = parse_note(note)
    signers = {(each.name, each.key_id) for each in parsed.signatures}
    witnesses = tuple(
        Witness(
            name=key.name,
            is_independent=_host(key.name) != _host(origin()),
            has_signed=(key.name, key.key_id) in signers,
        )
        for key in witness_keys()
    )
    written = (store.public_folder() / store.CHECKPOINT).stat().st_mtime
    return PublishedLog(
        checkpoint=parse_checkpoint(parsed.text),
        published_at=datetime.fromtimestamp(written, UTC),
        witnesses=witnesses,
    )


def witness_keys() -> tuple[VerifierKey, ...]:
    """Return the keys of the witnesses that the operator's policy names."""
    policy = configured_policy()
    return tuple(policy.witnesses.values()) if policy else ()


def announced_keys() -> Iterator[AnnouncedKey]:
    """Yield every key that the log ever had, those of checkpoints first.

    The first promises of a new log may be made before it is sealed: their key is announced too.
    """
    for use in KeyUse:
        history = [key for _, key in key_history(use)]
        if not history and (first := drawn_already(use)):
            yield AnnouncedKey(first, use, has_ended=False)
        ended = {key.public for key in history if key.state == KeyState.ENDS}
        for key in history:
            if key.state == KeyState.BEGINS:
                yield AnnouncedKey(verifier_of(use, key.public), use, key.public in ended)


def shown_counts() -> tuple[int, dict[int, tuple[int, int]]]:
    """Return the size of the log, and what pages show of its petitions: online, and on paper.

    One query, so that both are of one moment.
    """
    count = SealedCount.objects.filter(petition=OuterRef("petition"))
    last = CheckpointRow.objects.values("size")
    rows = list(
        Entry.objects.sealed()
        .filter(kind=Kind.OPEN)
        .annotate(
            online=Subquery(count.values("online")),
            paper=Subquery(count.values("paper")),
            size=Subquery(last[:1]),
        )
        .values_list("petition", "online", "paper", "size")
    )
    size = rows[0][3] if rows else 0
    return size, {
        petition: (online or 0, paper or 0)
        for petition, online, paper, _ in rows
        if petition is not None
    }


def _host(name: str) -> str:
    """Return whose machine a log or witness is named after (C2SP: a URL without its scheme)."""
    return name.partition("/")[0]
