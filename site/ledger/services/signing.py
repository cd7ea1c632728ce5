"""The log's own keys: they sign checkpoints and promises, and the log tells their history."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection, transaction

from core import keys
from core.errors import Unreadable
from ledger.errors import LastKey, LogRefuses, NoSuchKey
from ledger.sed1.entries import Key, KeyState, KeyUse, Kind, parse_entry
from ledger.sed1.promises import Promise, before_at
from ledger.services.queueing import queue_key
from ledger.services.tables import hold_sequencer
from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.notes import ED25519, VerifierKey, add_signature, public_of, sign_note

# How many keys may have begun since the backup that our entries were restored from.
KEYS_BEYOND = 10
# Asked before each promise: a manager takes ten times as long to ask it.
_KEYS = "SELECT number, body FROM ledger_entry WHERE kind = %s ORDER BY index, number"
# A key that signed must be found again, never be drawn anew under its old name.
_LOST = "The key {name} is not the one that the log names: restore KEYS_DIR, or rotate the key."


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key of the log: its name in KEYS_DIR, its 32 secret bytes, what verifies it."""

    name: str
    seed: bytes
    verifier: VerifierKey


@dataclass(frozen=True, slots=True)
class Promised:
    """A signed note (`ledger.md` §3), a key that verifies it, and when it is due.

    Every active key signs; `key` is the oldest, which browsers have had time to see announced.
    """

    note: str
    key: VerifierKey
    before: datetime


def origin() -> str:
    """Return the name of the log, which begins every checkpoint."""
    name: str = settings.LEDGER_ORIGIN
    return name


def active_keys(use: KeyUse) -> list[SigningKey]:
    """Return the keys that sign now, oldest first; a log that never signed draws its first.

    Raises:
        LogRefuses: if the folder of keys no longer holds one of them.
    """
    begun = _begun(use)
    if not begun:
        return [_load(use, 1, create=True)]
    return [_same(_load(use, number, create=False), public) for public, number in begun]


def key_history(use: KeyUse) -> Iterator[tuple[int, Key]]:
    """Yield the number and the entry of each beginning and end of a key, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [Kind.KEY.value])
        rows = cursor.fetchall()
    for number, body in rows:
        key = parse_entry(bytes(body))
        if isinstance(key, Key) and key.use == use and number is not None:
            yield number, key


def drawn_already(use: KeyUse) -> VerifierKey | None:
    """Return what verifies the key that signs before the log tells of any; None if none did."""
    with suppress(LogRefuses):
        return _load(use, 1, create=False).verifier
    return None


def verifier_of(use: KeyUse, public: bytes) -> VerifierKey:
    """Return what verifies a key of the log: promises are signed under a name of their own."""
    name = origin() if use == KeyUse.CHECKPOINT else f"{origin()}/promesse"
    return VerifierKey(name, ED25519, public)


def known_verifiers(use: KeyUse) -> set[VerifierKey]:
    """Return what verifies all that ever signed: the keys of our entries, and those of KEYS_DIR.

    After a restoration either may know a key that the other does not.
    """
    verifiers = {verifier_of(use, key.public) for _, key in key_history(use)}
    last = max((number for number, _ in key_history(use)), default=0)
    for number in range(1, last + 1 + KEYS_BEYOND):
        with suppress(LogRefuses):
            verifiers.add(_load(use, number, create=False).verifier)
    return verifiers


@transaction.atomic
def begin_key(use: KeyUse) -> SigningKey:
    """Draw the next key of `use`, and let its beginning wait for the log; it signs at once."""
    hold_sequencer(wait=True)  # One operator at a time, or two would draw one number.
    number = max((number for number, _ in key_history(use)), default=0) + 1
    key = _load(use, number, create=True)
    queue_key(Key(use, KeyState.BEGINS, key.verifier.public), number=number)
    return key


@transaction.atomic
def end_key(use: KeyUse, key: VerifierKey) -> None:
    """Let the end of a key wait for the log: from now on it signs nothing.

    The key itself is not needed: a lost one ends all the same.

    Raises:
        NoSuchKey: if no key of `use` that signs now is `key`.
        LastKey: if no other does.
    """
    hold_sequencer(wait=True)  # One operator at a time, or two would end the last two keys.
    begun = dict(_begun(use))
    if key.public not in begun:
        raise NoSuchKey
    if len(begun) == 1:
        raise LastKey
    queue_key(Key(use, KeyState.ENDS, key.public), number=begun[key.public])


def signed(checkpoint: Checkpoint) -> str:
    """Return the note of `checkpoint`, signed by each active key."""
    return _signed(checkpoint.text(), active_keys(KeyUse.CHECKPOINT))


def promise(
    *, petition: int, version: int, commitment: bytes, geo: bytes, at: datetime
) -> Promised:
    """Promise, for a committed signature, that it will be sealed within 25 hours."""
    keys_in_use = active_keys(KeyUse.PROMISE)
    before = before_at(int(at.timestamp()))
    said = Promise(
        origin=origin(),
        petition=petition,
        version=version,
        commitment=commitment,
        geo=geo,
        before=before,
    )
    return Promised(
        note=_signed(said.text(), keys_in_use),
        key=keys_in_use[0].verifier,
        before=datetime.fromtimestamp(before, UTC),
    )


def _signed(text: str, signing_keys: list[SigningKey]) -> str:
    """Return the note of `text`, signed by each of `signing_keys`, at least one."""
    first, *others = signing_keys
    note = sign_note(text, name=first.verifier.name, seed=first.seed)
    for key in others:
        line = sign_note(text, name=key.verifier.name, seed=key.seed)
        note = add_signature(note, line.rpartition("\n\n")[2])
    return note


def _begun(use: KeyUse) -> list[tuple[bytes, int]]:
    """Return the public bytes and the number of each key that began and did not end."""
    history = list(key_history(use))
    ended = {key.public for _, key in history if key.state == KeyState.ENDS}
    return [
        (key.public, number)
        for number, key in history
        if key.state == KeyState.BEGINS and key.public not in ended
    ]


def _load(use: KeyUse, number: int, *, create: bool) -> SigningKey:
    file = f"ledger-{use.name.lower()}-{number}"
    try:
        seed = keys.named_key(file, create=create)
    except Unreadable:
        raise LogRefuses(_LOST.format(name=file)) from None
    return SigningKey(file, seed, verifier_of(use, public_of(seed)))


def _same(key: SigningKey, logged: bytes) -> SigningKey:
    if key.verifier.public != logged:
        raise LogRefuses(_LOST.format(name=key.name))
    return key
