"""A crowd that signs without a pause, and remembers what it was told."""

import queue
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from ledger.sed1.receipts import OwnerReceipt
from tests.e2e.demo import Demo
from tests.e2e.people import new_address
from tests.e2e.postman import Postman
from tests.e2e.signers import PATIENCE, GaveUp, ask, confirm, insist, new_secret

# Private networks: nobody's, and so many that none of them ever signs too often.
NETWORKS = 65_536
UNSURE, REGRETS = 0.1, 0.05
WITHDRAWN = "Votre signature est retirée", "Cette signature est déjà retirée"


@dataclass
class Person:
    """One signer, and what this person knows.

    Attributes:
        receipt: what the platform showed once it said that it has the signature.
        asked_out, told_out: withdrew it, and was told that it is withdrawn.
    """

    address: str
    network: str
    secret: str = field(default_factory=new_secret)
    receipt: OwnerReceipt | None = None
    thanked_at: float = 0.0
    asked_out: bool = False
    told_out: bool = False


class Crowd:
    """People who sign, and some who withdraw, a few at a time, until the block ends.

    Some ask to sign while others, whose letter came, confirm: a fault meets both.

    Attributes:
        wishes: the address of everybody who asked to sign.
        people: everybody who began to confirm.
        surprises: what somebody met and nobody should; that person left, others went on.
        gave_up: what somebody waited for in vain, in a fall that lasted too long.
        postman: what came to whom.
    """

    def __init__(self, demo: Demo, petition: str, *, askers: int = 2, signers: int = 4) -> None:
        self.demo = demo
        self.petition = petition
        self.wishes: list[str] = []
        self.people: list[Person] = []
        self.surprises: list[str] = []
        self.gave_up: list[str] = []
        self.postman = Postman(demo)
        self._sizes = (askers, signers)
        # Enough that confirmations go on while no letter comes.
        self._asked: queue.Queue[tuple[Person, str]] = queue.Queue(60 * signers)
        self._stopping = Event()
        self._chance = random.Random()  # noqa: S311  (who hesitates, and where from)

    def __enter__(self) -> "Crowd":
        askers, signers = self._sizes
        self.postman.__enter__()
        self._pool = ThreadPoolExecutor(askers + signers)
        works = [self._ask] * askers + [self._sign] * signers
        self._works = [self._pool.submit(self._until_stopped, work) for work in works]
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stopping.set()
        self._pool.shutdown()
        self.postman.__exit__()
        for work in self._works:
            work.result()

    @property
    def thanked(self) -> list[Person]:
        """Return each person who was told that the signature is recorded."""
        return [person for person in self.people if person.receipt]

    def rate_between(self, start: float, end: float) -> float:
        """Return how many were thanked a second between two moments of the monotonic clock."""
        return sum(start <= person.thanked_at < end for person in self.people) / (end - start)

    def wait_for(self, count: int, *, limit: float) -> None:
        """Return once `count` more people were thanked."""
        goal, deadline = len(self.thanked) + count, time.monotonic() + limit
        while len(self.thanked) < goal:
            late = f"Too few could sign in {limit:.0f} s. {self.surprises} {self.gave_up}"
            assert time.monotonic() < deadline, late
            time.sleep(0.05)

    def _until_stopped(self, work: Callable[[], None]) -> None:
        while not self._stopping.is_set():
            try:
                work()
            except GaveUp as reason:
                self.gave_up.append(str(reason))
            except AssertionError as surprise:
                self.surprises.append(str(surprise))

    def _ask(self) -> None:
        number = self._chance.randrange(NETWORKS)
        person = Person(new_address(), f"10.{number >> 8}.{number & 255}.1")
        waiting = ask(self.demo, self.petition, person.address, network=person.network)
        self.wishes.append(person.address)
        while not self._stopping.is_set():
            try:
                self._asked.put((person, waiting), timeout=0.2)
            except queue.Full:
                continue
            return

    def _sign(self) -> None:
        try:
            person, waiting = self._asked.get(timeout=0.2)
        except queue.Empty:
            return
        code = self.postman.code_for(person.address, limit=PATIENCE)
        self.people.append(person)
        for _ in range(1 + (self._chance.random() < UNSURE)):  # some press the button again
            thanks = confirm(self.demo, waiting, code, secret=person.secret, network=person.network)
            assert thanks.receipt == (person.receipt or thanks.receipt)
            person.receipt = thanks.receipt
            person.thanked_at = person.thanked_at or time.monotonic()
        if self._chance.random() < REGRETS:
            self._withdraw(person)

    def _withdraw(self, person: Person) -> None:
        """Take the signature back as the script of the page does: no address is sent."""
        assert person.receipt is not None
        person.asked_out = True
        who = person.address.encode()
        typed = {
            "commitment": person.receipt.commitment(who).hex(),
            "w": person.receipt.w().hex(),
            "identity": person.receipt.identity(who).hex(),
        }
        path = f"/petitions/{self.petition}/retirer/"
        answer = insist(self.demo, path, typed, network=person.network)
        assert answer.status == 200, str(answer)
        assert any(words in answer.body for words in WITHDRAWN), str(answer)
        person.told_out = True
