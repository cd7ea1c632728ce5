"""Keys that live in KEYS_DIR, outside the database and its backups; sealing with them.

A key is a file of 32 random bytes, made on first use; that of a petition, when it opens. A
destroyed key leaves an empty file: its name can never silently get another key.
"""

import hmac
import os
import re
import secrets
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from core.errors import KeyIsLost, Unreadable

KEY_BYTES = 32
NONCE_BYTES = 12
DAY_KEY = re.compile(r"day-(\d{4}-\d{2}-\d{2})\.key")


def day_key(day: date) -> bytes:
    """Return the key of `day` for pending requests and letters; raise Unreadable once destroyed."""
    return _key(day_key_name(day))


def petition_key(number: int) -> bytes:
    """Return the key of a petition, made when it opened.

    Raises:
        Unreadable: once it was destroyed.
        KeyIsLost: if its file is not there. Another one would let everybody sign a second time.
    """
    name = f"petition-{number}"
    try:
        return _key(name, create=False)
    except Unreadable:
        if not (_folder() / f"{name}.key").exists():
            raise KeyIsLost(name) from None
        raise


def make_petition_key(number: int) -> None:
    """Make the key of a petition that opens, before anybody signs; one that is there stays."""
    _key(f"petition-{number}")


def named_key(name: str, *, create: bool = True) -> bytes:
    """Return a long-lived key of the platform, such as « follows ».

    Raises:
        Unreadable: if it was destroyed, or if it is not there and must not be made.
    """
    return _key(f"named-{name}", create=create)


def day_key_name(day: date) -> str:
    return f"day-{day.isoformat()}"


def days_with_a_key() -> list[date]:
    """Return the days whose key still exists, oldest first."""
    names = [
        DAY_KEY.fullmatch(path.name) for path in _folder().iterdir() if path.stat().st_size > 0
    ]
    return sorted(date.fromisoformat(name[1]) for name in names if name)


def destroy(name: str) -> None:
    """Destroy the key `name` (`day-2026-03-05`, `petition-7`), for ever. Twice is harmless."""
    path = _folder() / f"{name}.key"
    emptied = _write_beside(path, b"")
    emptied.replace(path)
    # A process killed while it made the key may have left a second copy of it beside.
    for beside in path.parent.glob(f".{path.name}.*"):
        if beside.stat().st_size:
            beside.unlink()
    _sync(path.parent)


def seal(data: bytes, *, key: bytes, bound_to: bytes) -> bytes:
    """Return `data` sealed with AES-256-GCM; `bound_to` names the row that alone may hold it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_sealing_key(key)).encrypt(nonce, data, bound_to)


def unseal(sealed: bytes | memoryview, *, key: bytes, bound_to: bytes) -> bytes:
    """Return what `seal` was given; raise Unreadable for any other key, row or byte."""
    nonce, body = bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:])
    try:
        return AESGCM(_sealing_key(key)).decrypt(nonce, body, bound_to)
    except (InvalidTag, ValueError):
        raise Unreadable from None


def keyed_tag(key: bytes, *parts: bytes) -> bytes:
    """Return 32 bytes that only the holder of `key` can compute or compare."""
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(key, framed, "sha256")


def _sealing_key(key: bytes) -> bytes:
    """Keep the key that seals apart from the key that tags."""
    return hmac.digest(key, b"sante-en-debat/seal/1", "sha256")


def _folder() -> Path:
    folder: Path = settings.KEYS_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _key(name: str, *, create: bool = True) -> bytes:
    try:
        key = _read(f"{settings.KEYS_DIR}/{name}.key")
    except FileNotFoundError:
        if not create:
            raise Unreadable from None
        key = _create(_folder() / f"{name}.key")
    if len(key) != KEY_BYTES:
        raise Unreadable
    return key


def _read(path: str) -> bytes:
    """Read a key, by the shortest way: one signature needs five, and none stays in memory."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, KEY_BYTES + 1)
    finally:
        os.close(descriptor)


def _create(path: Path) -> bytes:
    """Make the key, or read the one that another process made at the same moment."""
    ready = _write_beside(path, secrets.token_bytes(KEY_BYTES))
    try:
        # Unlike a rename, a hard link never replaces: the first process wins, whole.
        os.link(ready, path)
    except FileExistsError:
        pass
    finally:
        ready.unlink()
    # A row must never be durable before the key that reads it.
    _sync(path.parent)
    return path.read_bytes()


def _write_beside(path: Path, content: bytes) -> Path:
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
