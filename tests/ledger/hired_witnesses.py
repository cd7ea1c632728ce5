"""Witnesses hired for a test, on this machine, and what a log sends them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Thread

from ledger.tlog.notes import sign_note
from ledger.tlog.tiles import consistency_proof
from ledger.witness.judging import Witness
from ledger.witness.keeping import Memory
from ledger.witness.serving import WitnessServer
from tests.ledger.verifier.written_log import KEY, ORIGIN, SEED, WrittenLog

NOW = 1_795_687_320  # 26 November 2026, in the evening

type Hire = Callable[[str], Witness]


@contextmanager
def hiring(folder: Path) -> Iterator[Hire]:
    """Yield what makes a witness of the log, with the memory that one of its name left."""
    memories: list[Memory] = []

    def hire(name: str) -> Witness:
        memories.append(Memory(folder / f"{name}.json"))
        return Witness(
            name=f"{name}.example",
            seed=sha256(name.encode()).digest(),
            logs=[KEY],
            memory=memories[-1],
            now=lambda: NOW,
        )

    yield hire
    for memory in memories:
        memory.close()


@contextmanager
def serving(witness: Witness) -> Iterator[str]:
    with WitnessServer("127.0.0.1", 0, witness) as server:
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def note_of(log: WrittenLog) -> str:
    return sign_note(log.checkpoint().text(), name=ORIGIN, seed=SEED)


def proof(log: WrittenLog, old: int) -> list[bytes]:
    return consistency_proof(log.tile, old_size=old, size=len(log.entries))
