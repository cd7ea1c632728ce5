"""Measure the public log: `python3 run.py bench ledger [--leaves N] [--signatures N]`.

Growing the tree, proving in a large one, sealing through PostgreSQL, recounting what is published.
Each figure stands beside what the same machine does at best in the same run.
"""

import argparse
import hashlib
import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from django.db import connection, transaction

from ledger.sed1.entries import Open, Sign
from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.hashing import leaf_hash
from ledger.tlog.notes import ED25519, VerifierKey, public_of, sign_note
from ledger.tlog.proofs import verify_inclusion
from ledger.tlog.tiles import (
    TILE_WIDTH,
    append,
    bundle_path,
    encode_bundle,
    inclusion_proof,
    root,
    tile_path,
)
from tests.bench.harness import database, say

ORIGIN, PETITION = "bench.example.org/registre", 7
CHUNK, SEALED = 20_000, 1_000
PROOFS, SEALINGS = 500, 11

# The peak of `ru_maxrss` counts what the parent held before the program began: this one does not.
_REPORTING_PEAK = """
import atexit, re, runpy, sys
status = lambda: open("/proc/self/status").read()
atexit.register(lambda: print("peak", re.search(r"VmHWM:\\s+(\\d+)", status())[1], file=sys.stderr))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""

type Tiles = dict[tuple[int, int], bytes]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench ledger", description=__doc__)
    parser.add_argument("--leaves", type=int, default=10_000_000, help="in the tree of the proofs")
    parser.add_argument("--signatures", type=int, default=1_000_000, help="to recount")
    wanted = parser.parse_args()
    measure_tree(wanted.leaves)
    with database():
        measure_sealing()
    measure_recount(wanted.signatures)


def measure_tree(leaves: int) -> None:
    """Print how fast leaves are appended, and what one inclusion proof costs in the end."""
    hashes = [secrets.token_bytes(32) for _ in range(CHUNK)]
    bare = _rate(CHUNK, lambda: [hashlib.sha256(b"\1" + each + each).digest() for each in hashes])
    tiles: Tiles = {}
    began, size = time.perf_counter(), 0
    while size < leaves:
        chunk = hashes[: leaves - size]
        tiles.update(append(lambda *at: tiles[at], size=size, leaves=chunk))
        size += len(chunk)
    rate = leaves / (time.perf_counter() - began)
    _say("leaves appended, one core", f"{rate:,.0f} /s", f"{rate / bare:.2f} of bare node hashes")
    _measure_proofs(tiles, leaves, hashes)


def _measure_proofs(tiles: Tiles, leaves: int, hashes: list[bytes]) -> None:
    top = root(lambda *at: tiles[at], size=leaves)
    one_tile = 1 / _rate(1, lambda: root(lambda *_: tiles[0, 0], size=TILE_WIDTH))
    times = []
    for index in random.choices(range(leaves), k=PROOFS):  # noqa: S311  (any will do)
        began = time.perf_counter()
        proof = inclusion_proof(lambda *at: tiles[at], index=index, size=leaves)
        times.append(time.perf_counter() - began)
        leaf = hashes[index % CHUNK]
        verify_inclusion(index=index, size=leaves, leaf=leaf, proof=proof, root=top)
    median, worst = statistics.median(times), max(times)
    _say(
        f"inclusion proof, {leaves:,} leaves",
        f"{1000 * median:.2f} ms (worst {1000 * worst:.2f})",
        f"{median / one_tile:.1f} times hashing one tile",
    )


def measure_sealing() -> None:
    """Print how long a thousand signatures take from the queue into the log, in PostgreSQL."""
    # Models can be imported only once the database has its address.
    services = import_module("ledger.services")
    factories = import_module("tests.factories.ledger")
    at = datetime(2026, 11, 26, tzinfo=UTC)
    factories.make_signers(SEALED)
    services.seal(at=at)
    times, bare = [], []
    for _ in range(SEALINGS):
        with transaction.atomic():
            factories.make_signers(SEALED)
        began = time.perf_counter()
        assert services.seal(at=at) == SEALED
        times.append(time.perf_counter() - began)
        bare.append(_bare_writing())
    median = statistics.median(times)
    _say(
        f"sealing {SEALED:,} entries",
        f"{1000 * median:.0f} ms (worst {1000 * max(times):.0f})",
        f"{median / statistics.median(bare):.1f} times a bare update of as many rows",
    )


def _bare_writing() -> float:
    """Return the seconds that PostgreSQL takes to number as many rows, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (id uuid PRIMARY KEY, n bigint, body bytea)")
        cursor.execute(
            "INSERT INTO bare SELECT gen_random_uuid(), NULL, '\\x01' FROM generate_series(1, %s)",
            [SEALED],
        )
        began = time.perf_counter()
        cursor.execute("UPDATE bare SET n = 1")
        spent = time.perf_counter() - began
        cursor.execute("DROP TABLE bare")
    return spent


def measure_recount(signatures: int) -> None:
    """Print how long `verify.py recount` takes on a published log, and its memory."""
    with tempfile.TemporaryDirectory() as folder:
        say(f"Publishing {signatures:,} signatures…")
        key = _publish(Path(folder), signatures)
        verifier = Path(folder) / "verify.py"
        verifier.write_text(import_module("ledger.assembling").assembled("verify"))
        command = [str(verifier), "recount", "--log", folder, "--key", key]
        began = time.perf_counter()
        done = subprocess.run([sys.executable, *command], capture_output=True, text=True)
        spent = time.perf_counter() - began
        if done.returncode or f"{signatures}signatures" not in "".join(done.stdout.split()):
            say(f"    Not a valid measure: {done.returncode} {done.stdout} {done.stderr}")
        beyond = _peak(*command) - _peak(str(verifier), "--help")
    bare = _rate(CHUNK, lambda: [leaf_hash(bytes(39)) for _ in range(CHUNK)])
    _say(
        f"recount of {signatures:,} signatures",
        f"{spent:.1f} s",
        f"{spent * bare / signatures:.1f} times hashing each leaf",
    )
    _say("  its memory beyond that of --help", f"{beyond / 1024:.1f} MB", "")


def _publish(folder: Path, signatures: int) -> str:
    """Write a published log of one petition; return the key that verifies it."""
    entries = [Open(PETITION, 1, bytes(32)).to_bytes()]
    entries += (Sign(PETITION, 1, secrets.token_bytes(32)).to_bytes() for _ in range(signatures))
    size = len(entries)
    for number, start in enumerate(range(0, size, TILE_WIDTH)):
        some = entries[start : start + TILE_WIDTH]
        _write(folder / bundle_path(number, len(some)), encode_bundle(some))
    tiles = append(lambda *_: b"", size=0, leaves=[leaf_hash(entry) for entry in entries])
    for (level, number), hashes in tiles.items():
        _write(folder / tile_path(level, number, len(hashes) // 32), hashes)
    seed = secrets.token_bytes(32)
    top = Checkpoint(ORIGIN, size, root(lambda *at: tiles[at], size=size))
    _write(folder / "checkpoint", sign_note(top.text(), name=ORIGIN, seed=seed).encode())
    return str(VerifierKey(ORIGIN, ED25519, public_of(seed)))


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _peak(program: str, *arguments: str) -> int:
    """Return the peak memory, in kB, of a Python of its own that runs this program."""
    asked = [sys.executable, "-c", _REPORTING_PEAK, program, *arguments]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    return int(done.stderr.rpartition("peak ")[2])


def _rate(number: int, work: Callable[[], object]) -> float:
    """Return how many a second, the best of five."""
    return max(number / _timed(work) for _ in range(5))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _say(what: str, measured: str, share: str) -> None:
    say(f"{what:<40} {measured:<28} {share}")


if __name__ == "__main__":
    main()
