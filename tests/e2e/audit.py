"""Compare what people were told with what anybody can read in the public log afterwards."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from ledger.sed1.commitments import KIND_EMAIL, LEVEL_EMAIL
from ledger.sed1.counting import Recount
from ledger.sed1.entries import Annul, Sign, Withdraw, parse_entry
from ledger.sed1.receipts import OwnerReceipt
from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.errors import Invalid
from ledger.verifier.comparing import check_growth
from ledger.verifier.reading import Log, opened_log
from ledger.verifier.recounting import recounted, took
from ledger.verifier.trusting import served_checkpoint, served_keys, trust_in
from tests.e2e.chaos import wait_until
from tests.e2e.crowd import Crowd, Person
from tests.e2e.demo import Demo
from tests.e2e.signers import PAUSE, POSTCODE, Books, send, settled_books

LOOK_EVERY = 0.1
# Pages with a count may be kept so long, and a little more.
SHOWN_LIMIT = 30.0


def published_checkpoint(demo: Demo) -> Path:
    """Return the file that the demo serves as the state of its log."""
    return demo.folder / "registre" / "public" / "checkpoint"


class Lookout:
    """Keeps every checkpoint that a demo publishes, in order, until the block ends.

    Attributes:
        notes, times: each of them, and when it was seen by the monotonic clock.
    """

    def __init__(self, demo: Demo) -> None:
        self.notes: list[str] = []
        self.times: list[float] = []
        self._file = published_checkpoint(demo)
        self._stopping = False
        self._watch = Thread(target=self._keep_looking, daemon=True)

    def __enter__(self) -> "Lookout":
        self._watch.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        was_watching = self._watch.is_alive()
        self._stopping = True
        self._watch.join()
        assert was_watching, "the lookout stopped before the end"

    def _keep_looking(self) -> None:
        while not self._stopping:
            note = self._file.read_text(encoding="utf-8")
            if note not in self.notes[-1:]:
                self.notes.append(note)
                self.times.append(time.monotonic())
            time.sleep(LOOK_EVERY)


@dataclass
class Seen:
    """What the log holds of one petition: each C that signed, and each that was taken out."""

    petition: int
    signed: Counter[bytes] = field(default_factory=Counter)
    removed: Counter[bytes] = field(default_factory=Counter)
    _by_index: dict[int, bytes] = field(default_factory=dict)

    def __call__(self, index: int, entry: bytes, recount: Recount) -> None:
        if not took(recount, index):
            return
        match parse_entry(entry):
            case Sign(petition=self.petition, commitment=commitment):
                self.signed[commitment] += 1
                self._by_index[index] = commitment
            case Withdraw(index=removed) | Annul(index=removed) if removed in self._by_index:
                self.removed[self._by_index[removed]] += 1


class Audit:
    """Begun before people sign: pins the log's keys, and remembers who had signed by then."""

    def __init__(self, demo: Demo, petition: str, *, limit: float) -> None:
        """Begin once nothing waits, within `limit` seconds; `petition` is a slug."""
        self.demo = demo
        self.petition = petition
        self.limit = limit
        file = published_checkpoint(demo)
        wait_until(file.exists, limit=limit, otherwise="the log did not begin")
        self.number = self._page("log_number")
        with closing(self._log()) as log:
            self.trust = trust_in(served_keys(log))
            self._settle(log)
            self.before, _, _ = self._read(log)

    def violations(self, crowd: Crowd, lookout: Lookout) -> Iterator[str]:
        """Wait for quiet, then yield a sentence for each thing that is not as people were told."""
        with closing(self._log()) as log:
            yield from crowd.surprises
            books = self._settle(log)
            now, recount, checkpoint = self._read(log)
            yield from (f"entry {fault.index}: {fault.sentence}" for fault in recount.faults)
            yield from self._unlike_people(crowd, now, recount.petitions[self.number].texts)
            yield from self._unlike_counts(now, recount.petitions[self.number].online, books)
            yield from self._rewritten(log, lookout, checkpoint)
        crowd.postman.read_new()
        unwritten = [each for each in crowd.wishes if not crowd.postman.letters[each]]
        yield from (f"{address} got no letter" for address in unwritten)

    def _unlike_people(self, crowd: Crowd, now: Seen, texts: Mapping[int, bytes]) -> Iterator[str]:
        """Compare the entries of the log with what each person remembers."""
        tried, regretted = set[bytes](), set[bytes]()
        for person in crowd.people:
            receipt = self._receipt_of(person, texts)
            commitment = receipt.commitment(person.address.encode())
            tried.add(commitment)
            if person.asked_out:
                regretted.add(commitment)
            if person.receipt not in {None, receipt}:
                yield f"{person.address} was shown {person.receipt} instead of {receipt}"
            signed, removed = now.signed[commitment], now.removed[commitment]
            if person.receipt and signed != 1:
                yield f"{person.address} was thanked, and stands {signed} times in the log"
            if person.told_out and removed != 1:
                yield f"{person.address} was told out, and was taken out {removed} times"
        strangers = now.signed.keys() - tried - self.before.signed.keys()
        yield from (f"nobody signed {commitment.hex()}" for commitment in strangers)
        forced = now.removed.keys() - regretted - self.before.removed.keys()
        yield from (f"nobody withdrew {commitment.hex()}" for commitment in forced)

    def _receipt_of(self, person: Person, texts: Mapping[int, bytes]) -> OwnerReceipt:
        """Compute what this person must have been shown, from the log's text and the secret."""
        version = max(texts)
        return OwnerReceipt(
            petition=self.number,
            version=version,
            text_hash=texts[version],
            area=POSTCODE[:2],
            level=LEVEL_EMAIL,
            kind=KIND_EMAIL,
            slot=0,
            secret=bytes.fromhex(person.secret),
        )

    def _unlike_counts(self, now: Seen, counted: int, books: Books) -> Iterator[str]:
        """Compare every figure that the platform shows or keeps with the recount."""
        figures = {
            "SIGN − WITHDRAW − ANNUL": now.signed.total() - now.removed.total(),
            "SealedCount": books.counted,
            "rows of Signature": books.signatures,
            "the page": _shown(lambda: self._page("online_signatures"), expected=counted),
            "comptes.json": _shown(self._announced, expected=counted),
        }
        for name, figure in figures.items():
            if figure != counted:
                yield f"{name} says {figure}, the recount {counted}"

    def _rewritten(self, log: Log, lookout: Lookout, final: Checkpoint) -> Iterator[str]:
        """Check each checkpoint that was seen against the last: then any two agree as well."""
        size = 0
        for note in lookout.notes:
            try:
                seen = self.trust.opened(note).checkpoint
                check_growth(log, old=seen, new=final)
            except Invalid as error:
                yield f"a published checkpoint: {error}"
                continue
            if seen.size < size:
                yield f"the log went back from {size} entries to {seen.size}"
            size = seen.size

    def _settle(self, log: Log) -> Books:
        """Return the books once no letter and no entry waits, and all of the log is served."""
        books = settled_books(self.demo, self.petition, limit=self.limit)
        give_up = time.monotonic() + self.limit
        while (served := self._served(log).size) < books.sealed:
            assert time.monotonic() < give_up, f"{served} of {books.sealed} entries are published"
            time.sleep(PAUSE)
        return books

    def _read(self, log: Log) -> tuple[Seen, Recount, Checkpoint]:
        checkpoint, seen = self._served(log), Seen(self.number)
        return seen, recounted(log, checkpoint=checkpoint, strict=True, watch=seen), checkpoint

    def _served(self, log: Log) -> Checkpoint:
        return self.trust.opened(served_checkpoint(log)).checkpoint

    def _log(self) -> Log:
        return opened_log(f"{self.demo.address}/registre")

    def _page(self, name: str) -> int:
        path = f"/petitions/{self.petition}/chiffres.json"
        return int(json.loads(send(self.demo, "GET", path).body)[name])

    def _announced(self) -> int:
        counts = json.loads(send(self.demo, "GET", "/registre/comptes.json").body)
        return int(counts["petitions"][str(self.number)]["online"])


def _shown(read: Callable[[], int], *, expected: int) -> int:
    """Return the figure of a page, once it is the `expected` one or all caches must be empty."""
    give_up = time.monotonic() + SHOWN_LIMIT
    while (shown := read()) != expected and time.monotonic() < give_up:
        time.sleep(PAUSE)
    return shown
