"""How far a recovery must go: everything that says what was signed, and whether to believe it."""

from dataclasses import dataclass
from pathlib import Path

from ledger import store
from ledger.errors import CannotRecover
from ledger.policy import configured_policy
from ledger.sed1.entries import KeyUse
from ledger.services.guarding import ensure_extends_marks, raise_mark, read_mark
from ledger.services.signing import known_verifiers, origin
from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import OpenedNote, open_note

_NO_MARK = (
    "The high-water mark is gone or damaged: nothing here tells how far the log was. Give the"
    " newest checkpoint that you find elsewhere (--checkpoint): a witness, a monitor, a receipt."
)


@dataclass(frozen=True, slots=True)
class Goal:
    """What was `said` to be signed, with who says it; `folder` holds the published files."""

    folder: Path
    said: tuple[tuple[str, Checkpoint], ...]

    @property
    def size(self) -> int:
        """The number of entries that the log must have."""
        return max(checkpoint.size for _, checkpoint in self.said)


def goal_of(*, folder: Path | None, witnessed: bytes | None) -> Goal:
    """Gather what was signed, from the mark, the published files, and a checkpoint given.

    Args:
        folder: a copy of the published files; by default our own.
        witnessed: a checkpoint from elsewhere, signed by the log, and by a quorum of witnesses if
            LEDGER_POLICY names any.

    Raises:
        CannotRecover: if one of them cannot be believed, or if none is left.
    """
    said = []
    if mark := _readable_mark():
        said.append(("high-water mark", mark))
    elif witnessed is None:
        raise CannotRecover(_NO_MARK)
    for place in {store.public_folder(), folder or store.public_folder()}:
        note = store.read(store.CHECKPOINT, folder=place)
        if note is not None and _is_readable(note):
            said.append((f"{place}/checkpoint", _believed(note, f"{place}/checkpoint")))
    if witnessed is not None:
        said.append(("checkpoint given", _believed(witnessed, "checkpoint given", by_quorum=True)))
    return Goal(folder or store.public_folder(), tuple(said))


def reach(goal: Goal) -> Checkpoint:
    """Let the log go on from what a recovery reached; return what it may sign.

    A mark or a published checkpoint that was lost or damaged makes room for a new one.

    Raises:
        LogRefuses: if the database is still not what was signed.
    """
    mark = _readable_mark()
    if mark is None or mark.size < goal.size:
        raise_mark(max((said for _, said in goal.said), key=lambda said: said.size))
    note = store.read(store.CHECKPOINT)
    if note is not None and not _is_readable(note):
        store.erase(store.CHECKPOINT)
    return ensure_extends_marks()


def _readable_mark() -> Checkpoint | None:
    try:
        return read_mark()
    except Invalid:
        return None


def _is_readable(note: bytes) -> bool:
    try:
        store.checkpoint_of(note)
    except Invalid:
        return False
    return True


def _believed(note: bytes, where: str, *, by_quorum: bool = False) -> Checkpoint:
    """Return what a note says, signed by a key of the log, and by a quorum if that is asked."""
    policy = configured_policy()
    keys = known_verifiers(KeyUse.CHECKPOINT)
    keys |= set(policy.logs) if policy else set()
    witnesses = policy.witnesses.values() if policy else ()
    try:
        opened: OpenedNote = open_note(note, [*keys, *witnesses])
        checkpoint = parse_checkpoint(opened.text)
    except Invalid as error:
        raise CannotRecover(f"The {where} cannot be believed: {error}") from None
    if not keys & set(opened.signed_by) or checkpoint.origin != origin():
        raise CannotRecover(f"The {where} is not signed by a key of this log that is known here.")
    if by_quorum and policy and not policy.is_satisfied_by(opened.times):
        raise CannotRecover(f"The {where} is not signed by the quorum of LEDGER_POLICY.")
    return checkpoint
