"""All that a thief or a court could take from a demo, searched for what somebody typed."""

import base64
import pickle
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import redis

from core.embedded.postgres import Postgres, programs
from core.embedded.valkey import Valkey
from tests.e2e.demo import Demo

DATABASES = 16
# What reached somebody's mailbox is no longer ours; all the rest is.
DELIVERED = "courrier"


def dump(demo: Demo) -> bytes:
    """Return the whole database as SQL text."""
    return _pg_dump(demo, "--format=plain")


def backup(demo: Demo) -> bytes:
    """Return a backup that `restored` understands."""
    return _pg_dump(demo, "--format=custom")


def restored(demo: Demo, content: bytes, *, name: str) -> str:
    """Restore a backup beside the database; return its address."""
    server = Postgres(demo.folder).url
    _run("psql", server, "--quiet", "--command", f"CREATE DATABASE {name}")
    address = server.replace("/postgres?", f"/{name}?", 1)
    _run("pg_restore", "--no-owner", f"--dbname={address}", given=content)
    return address


def kept(demo: Demo) -> Iterator[tuple[str, bytes]]:
    """Yield each place and what it holds: the dump, the broker and cache, every file."""
    yield "the database", dump(demo)
    yield from in_valkey(demo)
    for path in sorted(demo.folder.rglob("*")):
        if path.is_file() and DELIVERED not in path.relative_to(demo.folder).parts:
            yield str(path.relative_to(demo.folder)), _read(path)


def in_valkey(demo: Demo) -> Iterator[tuple[str, bytes]]:
    """Yield each key of the broker and the cache with its value, packed or not."""
    for number in range(DATABASES):
        client = redis.Redis(unix_socket_path=str(Valkey(demo.folder).socket), db=number)
        for key in client.scan_iter():
            yield f"valkey {number} {key!r}", key + b"\n" + unpacked(_value(client, key))


def let_expire(demo: Demo, *, days: int) -> None:
    """Take from the broker and the cache what ends by itself within so many days."""
    for number in range(DATABASES):
        client = redis.Redis(unix_socket_path=str(Valkey(demo.folder).socket), db=number)
        for key in client.scan_iter():
            if 0 <= client.ttl(key) <= days * 86_400:
                client.delete(key)


def tidy_up(demo: Demo) -> None:
    """Have the database write over what deleted rows leave in its files, and in its journal.

    By itself it reuses that room when it needs it: no dump, and no table, shows it meanwhile.
    """
    _tell(demo, "ALTER SYSTEM SET wal_recycle = off", "SELECT pg_reload_conf()", "VACUUM FULL")
    _tell(demo, "CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT")


def sample(demo: Demo) -> None:
    """Have the database gather its statistics now, rather than once enough has changed."""
    _tell(demo, "ANALYZE")


def unpacked(content: bytes) -> bytes:
    """Return a value of the cache as it stands and, where it is packed, opened as well."""
    found = [content]
    with suppress(zlib.error):
        found.append(zlib.decompress(content))
    with suppress(pickle.UnpicklingError, EOFError, ValueError, KeyError, IndexError):
        found.append(repr(pickle.loads(content)).encode())  # noqa: S301  (our own cache)
    with suppress(ValueError):
        found.append(base64.b64decode(content, validate=True))
    return b"\n".join(found)


def holds(content: bytes, words: set[bytes]) -> bool:
    """Tell whether one of `words` stands in `content`."""
    return any(word in content for word in words)


def spellings(marker: str) -> set[bytes]:
    """Return `marker` as it stands in text, in base64 at any offset, in hex, in UTF-16."""
    plain = marker.encode()
    shifted = (base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3))
    return {plain, plain.hex().encode(), plain.upper(), marker.encode("utf-16-le"), *shifted}


def _value(client: Any, key: bytes) -> bytes:
    match client.type(key):
        case b"string":
            return bytes(client.get(key) or b"")
        case b"list":
            return b"\n".join(client.lrange(key, 0, -1))
        case b"set":
            return b"\n".join(client.smembers(key))
        case b"hash":
            return b"\n".join(part for pair in client.hgetall(key).items() for part in pair)
        case b"zset":
            return b"\n".join(client.zrange(key, 0, -1))
        case _:
            return b""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # PostgreSQL removed it meanwhile
        return b""


def _pg_dump(demo: Demo, form: str) -> bytes:
    return _run("pg_dump", form, Postgres(demo.folder).url)


def _tell(demo: Demo, *said: str) -> None:
    commands = (f"--command={one}" for one in said)
    _run("psql", Postgres(demo.folder).url, "--quiet", *commands)


def _run(program: str, *words: str, given: bytes = b"") -> bytes:
    done = subprocess.run(
        [str(programs() / program), *words], input=given, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout
