"""Write a small log into a folder, as its server would publish it, and receipts from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ledger.sed1.entries import Entry as LogEntry
from ledger.sed1.entries import Open, Sign, Tally, Withdraw
from ledger.sed1.receipts import OwnerReceipt
from ledger.sed1.tallies import TallyFile
from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.hashing import leaf_hash
from ledger.tlog.notes import ED25519, VerifierKey, public_of, sign_note
from ledger.tlog.tiles import (
    TILE_WIDTH,
    append,
    bundle_path,
    encode_bundle,
    inclusion_proof,
    root,
    tile_path,
)
from ledger.tlog.tlog_proofs import TlogProof

ORIGIN = "example.org/registre"
SEED = sha256(b"the log's key").digest()
KEY = VerifierKey(ORIGIN, ED25519, public_of(SEED))
PROMISE_SEED = sha256(b"the promise key").digest()
PROMISE_KEY = VerifierKey(f"{ORIGIN}/promesse", ED25519, public_of(PROMISE_SEED))
TEXT_HASH = sha256(b"the text of petition 7").digest()
PETITION = 7


def signer(number: int, *, area: str = "48") -> OwnerReceipt:
    """Return what signer `number` of petition 7 keeps."""
    return OwnerReceipt(
        petition=PETITION,
        version=1,
        text_hash=TEXT_HASH,
        area=area,
        level=1,
        kind=1,
        slot=0,
        secret=sha256(b"secret %d" % number).digest(),
    )


def address(number: int) -> str:
    return f"ada{number}@example.org"


def who(number: int) -> bytes:
    return address(number).encode()


def opening() -> Open:
    return Open(PETITION, 1, TEXT_HASH)


def signature(number: int) -> Sign:
    return Sign(PETITION, 1, signer(number).commitment(who(number)))


def withdrawal(number: int, index: int) -> Withdraw:
    receipt = signer(number)
    return Withdraw(index, receipt.w(), receipt.identity(who(number)))


@dataclass
class WrittenLog:
    """A log in `folder`; nothing is written before `publish`."""

    folder: Path

    def __post_init__(self) -> None:
        self.entries: list[bytes] = []
        self._tiles: dict[tuple[int, int], bytes] = {}

    def add(self, *entries: LogEntry | bytes) -> int:
        """Append entries; return the index of the last."""
        raw = [each if isinstance(each, bytes) else each.to_bytes() for each in entries]
        leaves = [leaf_hash(each) for each in raw]
        self._tiles.update(append(self.tile, size=len(self.entries), leaves=leaves))
        self.entries += raw
        return len(self.entries) - 1

    def tile(self, level: int, number: int) -> bytes:
        return self._tiles[level, number]

    def checkpoint(self) -> Checkpoint:
        size = len(self.entries)
        return Checkpoint(ORIGIN, size, root(self.tile, size=size))

    def publish(self) -> str:
        """Write every file; return the checkpoint's note."""
        note = sign_note(self.checkpoint().text(), name=ORIGIN, seed=SEED)
        for (level, number), tile in self._tiles.items():
            self.write(tile_path(level, number, len(tile) // 32), tile)
        for start in range(0, len(self.entries), TILE_WIDTH):
            entries = self.entries[start : start + TILE_WIDTH]
            self.write(bundle_path(start // TILE_WIDTH, len(entries)), encode_bundle(entries))
        self.write("cles", f"# the keys of this log\n{KEY}\n{PROMISE_KEY}\n".encode())
        self.write("checkpoint", note.encode())
        return note

    def write(self, path: str, data: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def receipt(self, number: int, index: int, note: str | None = None) -> str:
        """Return the receipt of a signer whose entry stands at `index`."""
        size = len(self.entries)
        proof = TlogProof(
            index=index,
            hashes=tuple(inclusion_proof(self.tile, index=index, size=size)),
            checkpoint=note or sign_note(self.checkpoint().text(), name=ORIGIN, seed=SEED),
            extra=signer(number).to_bytes(),
        )
        return proof.text()

    def add_tally(self, tally: TallyFile) -> int:
        """Write a day's figures and log their hash."""
        self.write(f"ventilation/{tally.petition}/{tally.day}.txt", tally.to_bytes())
        return self.add(Tally(tally.petition, tally.day, tally.digest()))

    def tally_folder(self) -> Path:
        return self.folder / "ventilation" / str(PETITION)


def log_of(folder: Path, numbers: Iterable[int]) -> WrittenLog:
    """Return a log with petition 7 and these signers, the first of them at index 1."""
    log = WrittenLog(folder)
    log.add(opening(), *map(signature, numbers))
    return log


def log_of_another_text(folder: Path, numbers: Iterable[int]) -> WrittenLog:
    """Return a log that announces, for what these signers signed, a text that they never saw."""
    log = WrittenLog(folder)
    log.add(Open(PETITION, 1, sha256(b"another text").digest()), *map(signature, numbers))
    return log
