"""Whose word counts: the keys of a log, the witnesses of a policy, and what they signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ledger.tlog.errors import Invalid
from ledger.tlog.notes import ED25519, VerifierKey, open_note, parse_note, parse_vkey
from ledger.tlog.policies import OpenedCheckpoint, Policy, open_checkpoint, parse_policy
from ledger.tlog.texts import as_text
from ledger.verifier.findings import Finding, in_words, noted
from ledger.verifier.reading import Log, needed

CHECKPOINT_PATH = "checkpoint"
KEYS_PATH = "cles"
NOTE_BYTES_MAX = 2**16


@dataclass(frozen=True)
class Trust:
    """Keys of the log, for checkpoints and promises, and the witnesses that must agree."""

    policy: Policy
    keys: tuple[VerifierKey, ...]

    def opened(self, note: str | bytes) -> OpenedCheckpoint:
        """Return a checkpoint that the log signed and that the policy accepts, or raise Invalid."""
        return open_checkpoint(note, self.policy)

    def signers(self, note: str | bytes) -> tuple[VerifierKey, ...]:
        """Return every trusted key of the log that signed an opened checkpoint."""
        return open_note(note, self.policy.logs).signed_by


def trust_in(keys: Sequence[VerifierKey], *, policy: str | None = None) -> Trust:
    """Return the trust in the log's `keys`, and in the text of a policy, whose logs count too."""
    known = parse_policy("quorum none\n" if policy is None else policy)
    logs = dict.fromkeys((*known.logs, *keys))
    return Trust(
        policy=replace(known, logs=tuple(key for key in logs if key.kind == ED25519)),
        keys=tuple(logs),
    )


def served_keys(log: Log) -> list[VerifierKey]:
    """Return the keys that a log says are its own, one vkey a line; « # » begins a comment."""
    text = as_text(needed(log, KEYS_PATH, limit=NOTE_BYTES_MAX))
    lines = [line.strip() for line in text.splitlines()]
    keys = [parse_vkey(line) for line in lines if line and not line.startswith("#")]
    if not keys:
        raise Invalid("Le registre n’annonce aucune clé.")
    return keys


def served_checkpoint(log: Log) -> str:
    """Return the note of a log's checkpoint, nothing in it checked."""
    return as_text(needed(log, CHECKPOINT_PATH, limit=NOTE_BYTES_MAX))


def witness_findings(note: str, opened: OpenedCheckpoint) -> Iterator[Finding]:
    """Yield, for each cosignature of a checkpoint, who saw it and when."""
    for key, time in opened.times.items():
        yield noted(f"Le témoin {key.name} a vu ce point de contrôle {in_words(time)}.")
    checked = {(key.name, key.key_id) for key in (opened.log, *opened.times)}
    for each in parse_note(note).signatures:
        if (each.name, each.key_id) not in checked:
            yield noted(
                f"La signature de {each.name} n’est pas vérifiée : sa clé n’est pas connue."
            )
