"""A small log in memory, recounted as it grows."""

from ledger.sed1.commitments import commitment, lock_of
from ledger.sed1.counting import PetitionCount, Recount
from ledger.sed1.entries import Close, Entry, Open, Sign, Withdraw

PETITION = 7
T = b"T" * 32


class Log:
    """Append entries, and look at what the recount makes of them."""

    def __init__(self, *, strict: bool = False) -> None:
        self.entries: list[bytes] = []
        self.recount = Recount(read_entry=self.entries.__getitem__, strict=strict)

    def add(self, entry: Entry | bytes) -> int:
        """Append one entry; return its index."""
        index = len(self.entries)
        self.entries.append(entry if isinstance(entry, bytes) else entry.to_bytes())
        self.recount.feed(index, self.entries[index])
        return index

    def sign(self, number: int, *, petition: int = PETITION, version: int = 1) -> int:
        """Append the signature of person `number`, opened by `withdrawal`."""
        c = commitment(
            petition=petition,
            version=version,
            text_hash=T,
            lock=lock_of(key_of(number)),
            identity=identity_of(number),
        )
        return self.add(Sign(petition, version, c))

    @property
    def petition(self) -> PetitionCount:
        return self.recount.petitions[PETITION]

    @property
    def faulty(self) -> list[int]:
        """The indices of faults."""
        return [fault.index for fault in self.recount.faults]


def opened_log(*, strict: bool = False) -> Log:
    """Return a log whose entry 0 opens the petition."""
    log = Log(strict=strict)
    log.add(Open(PETITION, 1, T))
    return log


def closed_log(signers: int = 1) -> Log:
    """Return a log with `signers` signatures, at indices 1 and following, then a close."""
    log = opened_log()
    for number in range(signers):
        log.sign(number)
    log.add(Close(PETITION, online=signers, paper=0))
    return log


def withdrawal(index: int, number: int) -> Withdraw:
    return Withdraw(index=index, w=key_of(number), identity=identity_of(number))


def key_of(number: int) -> bytes:
    return number.to_bytes(32, "big")


def identity_of(number: int) -> bytes:
    return b"I" + number.to_bytes(31, "big")
