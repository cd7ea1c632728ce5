"""What a witness remembers: the last checkpoint it cosigned of each log, on the disk."""

import fcntl
import json
import os
from pathlib import Path
from typing import TextIO

from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import parse_note


class Memory:
    """The last cosigned note of each log, in one JSON file that is never half-written."""

    def __init__(self, file: Path) -> None:
        """Read `file`, and keep any other witness from writing to it.

        Raises:
            Invalid: if the file is spoilt, or another witness uses it.
            OSError: if it cannot be read or written.
        """
        self._file = file
        self._lock = _only_holder(file.with_name(f"{file.name}.verrou"))
        try:
            self._notes = _read_notes(file) if file.exists() else {}
        except (Invalid, OSError):
            self.close()
            raise

    def close(self) -> None:
        """Let another witness use the file."""
        self._lock.close()

    def last_note(self, origin: str) -> str | None:
        """Return the note last cosigned of a log, None before the first."""
        return self._notes.get(origin)

    def last(self, origin: str) -> Checkpoint | None:
        """Return the checkpoint last cosigned of a log, None before the first."""
        note = self._notes.get(origin)
        return parse_checkpoint(parse_note(note).text) if note else None

    def remember(self, origin: str, note: str) -> None:
        """Keep `note` for ever, power cuts included, or raise OSError and remember the old one."""
        notes = {**self._notes, origin: note}
        draft = self._file.with_name(f"{self._file.name}.nouveau")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(notes, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)
        _sync_folder(self._file.parent)
        self._notes = notes


def _only_holder(file: Path) -> TextIO:
    """Hold a lock until the process ends: two witnesses with one memory would contradict it."""
    lock = file.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise Invalid("Un autre témoin emploie déjà ce fichier d’état.") from None
    return lock


def _read_notes(file: Path) -> dict[str, str]:
    try:
        notes = json.loads(file.read_bytes())
        origins = {
            origin: parse_checkpoint(parse_note(note).text).origin for origin, note in notes.items()
        }
        if any(origin != named for origin, named in origins.items()):
            raise Invalid("Un registre y porte le nom d’un autre.")
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Invalid(f"Le fichier d’état « {file} » est abîmé : rétablissez-le.") from None
    return {origin: notes[origin] for origin in origins}


def _sync_folder(folder: Path) -> None:
    """Have the disk keep a renaming too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
