"""Answer a request to cosign a checkpoint: the rules and statuses of C2SP tlog-witness."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from threading import Lock

from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.cosignatures import cosign
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import EMPTY_ROOT
from ledger.tlog.notes import (
    COSIGNATURE_V1,
    SignedNote,
    VerifierKey,
    add_signature,
    open_note,
    parse_note,
    public_of,
)
from ledger.tlog.proofs import verify_consistency
from ledger.tlog.texts import as_text, decode_hash, decode_number
from ledger.witness.keeping import Memory

PROOF_LINES_MAX = 63
TEXT_TYPE = "text/plain; charset=utf-8"
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True)
class Verdict:
    """What to answer over HTTP."""

    status: HTTPStatus
    body: str
    content_type: str = TEXT_TYPE


@dataclass(frozen=True)
class Submission:
    """A request to cosign, as its body says it; nothing in it is checked."""

    old_size: int
    proof: tuple[bytes, ...]
    note: SignedNote
    checkpoint: Checkpoint


def parse_submission(body: bytes) -> Submission:
    """Return the request in the body of add-checkpoint, or raise Invalid."""
    head, blank, note_text = as_text(body).partition("\n\n")
    first, *lines = head.split("\n")
    if not blank or not first.startswith("old ") or len(lines) > PROOF_LINES_MAX:
        raise Invalid("Cette demande n’est pas écrite comme il se doit.")
    note = parse_note(note_text)
    return Submission(
        old_size=decode_number(first.removeprefix("old ")),
        proof=tuple(map(decode_hash, lines)),
        note=note,
        checkpoint=parse_checkpoint(note.text),
    )


class Witness:
    """Judge the checkpoints of the logs it knows; safe to ask from several threads."""

    def __init__(
        self,
        *,
        name: str,
        seed: bytes,
        logs: Iterable[VerifierKey],
        memory: Memory,
        now: Callable[[], int],
    ) -> None:
        """Use the key of `seed` (32 bytes) under `name`; `now` gives Unix time in seconds."""
        self.key = VerifierKey(name, COSIGNATURE_V1, public_of(seed))
        self._seed = seed
        self._logs = tuple(logs)
        self._memory = memory
        self._now = now
        # One for all logs: their memory is one file, and a log asks every few seconds at most.
        self._lock = Lock()

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()

    def judge(self, body: bytes) -> Verdict:
        """Return the answer to one request; a cosignature is remembered before it is returned."""
        try:
            asked = parse_submission(body)
        except Invalid as error:
            return Verdict(HTTPStatus.BAD_REQUEST, f"{error}\n")
        keys = [key for key in self._logs if key.name == asked.checkpoint.origin]
        if not keys:
            return Verdict(HTTPStatus.NOT_FOUND, "Ce témoin ne suit pas ce registre.\n")
        try:
            opened = open_note(asked.note.note(), keys)
        except Invalid as error:
            return Verdict(HTTPStatus.FORBIDDEN, f"{error}\n")
        if asked.old_size > asked.checkpoint.size:
            return Verdict(HTTPStatus.BAD_REQUEST, "Un registre ne peut pas rétrécir.\n")
        with self._lock:
            return self._judge_growth(asked, opened.signed_by)

    def shown(self, origin_hash: str) -> Verdict:
        """Return the last checkpoint cosigned of the log whose origin has this SHA-256 in hex."""
        for origin in {key.name for key in self._logs}:
            note = self._memory.last_note(origin)
            if note and sha256(origin.encode()).hexdigest() == origin_hash:
                return Verdict(HTTPStatus.OK, note)
        return Verdict(HTTPStatus.NOT_FOUND, "Ce témoin n’a rien signé de ce registre.\n")

    def _judge_growth(self, asked: Submission, signers: Collection[VerifierKey]) -> Verdict:
        new = asked.checkpoint
        last = self._memory.last(new.origin) or Checkpoint(new.origin, 0, EMPTY_ROOT)
        if asked.old_size != last.size:
            return Verdict(HTTPStatus.CONFLICT, f"{last.size}\n", SIZE_TYPE)
        try:
            verify_consistency(
                old_size=last.size,
                size=new.size,
                old_root=last.root,
                root=new.root,
                proof=asked.proof,
            )
        except Invalid as error:
            # Two roots at one size too: version 1.0.0 said 409, tlog-witness has said 422 since
            # July 2026, for a 409 tells where to begin again, and there is nowhere.
            return Verdict(HTTPStatus.UNPROCESSABLE_ENTITY, f"{error}\n")
        line = cosign(asked.note.text, name=self.key.name, seed=self._seed, time=self._now())
        known = {(key.name, key.key_id) for key in signers}
        signatures = [each for each in asked.note.signatures if (each.name, each.key_id) in known]
        note = SignedNote(asked.note.text, tuple(signatures)).note()
        self._memory.remember(new.origin, add_signature(note, line))
        return Verdict(HTTPStatus.OK, line)
