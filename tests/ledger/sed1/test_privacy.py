"""P0: whoever holds the log, every key and the list of addresses cannot tell who signed.

The game: two addresses of the true list, one signature. The attacker hashes both addresses with
everything known and names the one whose hashes come nearest to what is published. Against sound
commitments that is a coin; where one key is known, the same attacker wins every time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest as hmac
from math import sqrt
from random import Random

import pytest

from ledger.sed1.commitments import (
    commitment,
    geo_commitment,
    geo_identity,
    identity,
    lock_of,
    secrets_of,
)
from ledger.sed1.encoding import dom, u8, u32
from ledger.sed1.entries import Sign, Withdraw

PETITION = 7
T = bytes.fromhex("5d73ae18da970bc85e2f32642ea5858b50f38035b15689f925733d35b2640c5e")
AREA = "48"  # of both addresses: the tally says it


@dataclass(frozen=True)
class Opening:
    """What one signature is hidden by."""

    r: bytes
    r2: bytes
    lock: bytes


@dataclass(frozen=True)
class Published:
    """All that the log and its tallies say of one signature."""

    entries: tuple[bytes, ...]
    geo: bytes

    def hashes(self) -> list[int]:
        """Every 32-byte value: C, G, and w and I if it was withdrawn."""
        values = [self.geo]
        for entry in self.entries:
            values += [entry[-32:], entry[-64:-32]] if entry[0] == 2 else [entry[-32:]]
        return [int.from_bytes(value, "big") for value in values]


def opening_of(s: bytes) -> Opening:
    keys = secrets_of(s)
    return Opening(r=keys.r, r2=keys.r2, lock=lock_of(keys.w))


def hashes_of(who: bytes, opening: Opening) -> tuple[bytes, bytes, bytes, bytes]:
    """Return I, J, C and G of `who` under `opening`."""
    i = identity(opening.r, petition=PETITION, kind=1, slot=0, who=who)
    j = geo_identity(opening.r2, petition=PETITION, kind=1, slot=0, who=who)
    c = commitment(petition=PETITION, version=1, text_hash=T, lock=opening.lock, identity=i)
    g = geo_commitment(petition=PETITION, area=AREA, level=1, geo_identity=j)
    return i, j, c, g


def publish(who: bytes, opening: Opening, *, w: bytes | None) -> Published:
    """Sign, and withdraw if `w` is given."""
    i, _, c, g = hashes_of(who, opening)
    entries = [Sign(PETITION, 1, c).to_bytes()]
    if w is not None:
        entries.append(Withdraw(1, w, i).to_bytes())
    return Published(tuple(entries), g)


class Attacker:
    """Holds the log, all server keys, what others published when they withdrew, all addresses."""

    def __init__(self, *, server_keys: list[bytes], withdrawals: list[tuple[bytes, bytes]]) -> None:
        self.keys = [*server_keys, *(w for w, _ in withdrawals)]
        others_lock = lock_of(withdrawals[0][0])
        self.openings = [opening_of(key) for key in self.keys]
        self.openings += [Opening(key, key, others_lock) for key in self.keys]

    def guess(self, candidates: tuple[bytes, bytes], published: Published) -> int:
        """Return 0 or 1: the address one of whose hashes comes nearest to a published value."""
        seen = published.hashes()
        nearest = [
            min((value ^ known).bit_count() for value in self.tries(who) for known in seen)
            for who in candidates
        ]
        return int(nearest[1] < nearest[0])

    def tries(self, who: bytes) -> Iterator[int]:
        """Yield every value that `who` would have published, were one known key the right one."""
        values = [sha256(who).digest()]
        for key in self.keys:
            head = u32(PETITION) + u8(1) + u8(0)
            values.append(hmac(key, dom("sed1/tag") + head + who, "sha256"))
            values.append(hmac(key, dom("sed1/mail") + u32(PETITION) + who, "sha256"))
        for opening in self.openings:
            values += hashes_of(who, opening)
        return (int.from_bytes(value, "big") for value in values)


class Game:
    """Seeded, so that a run is the same everywhere."""

    def __init__(self) -> None:
        self.random = Random(20_261_126)  # noqa: S311
        self.server_key = self.random.randbytes(32)
        other = self.random.randbytes(32)
        others_w = secrets_of(other).w
        others_i = hashes_of(b"other@example.org", opening_of(other))[0]
        self.attacker = Attacker(
            server_keys=[self.server_key, self.random.randbytes(32)],
            withdrawals=[(others_w, others_i)],
        )

    def wins(self, trials: int, *, known: str = "") -> int:
        """Play `trials` rounds; `known` names a value that the attacker happens to hold."""
        won = 0
        for number in range(trials):
            candidates = (b"a%d@example.org" % number, b"b%d@example.org" % number)
            signer = self.random.getrandbits(1)
            s = self.random.randbytes(32)
            if known == "s":
                s = self.server_key
            opening = opening_of(s)
            if known == "r":
                opening = Opening(self.server_key, opening.r2, opening.lock)
            if known == "r2":
                opening = Opening(opening.r, self.server_key, opening.lock)
            # Half of the signers withdraw: their w and I are public as well.
            w = secrets_of(s).w if number % 2 or known == "r" else None
            published = publish(candidates[signer], opening, w=w)
            won += self.attacker.guess(candidates, published) == signer
        return won


def chance_allows(trials: int) -> range:
    """Return the wins within five standard deviations of a fair coin."""
    around = round(5 * sqrt(trials) / 2)
    return range(trials // 2 - around, trials // 2 + around + 1)


def test_with_every_key_and_the_list_of_addresses_guessing_who_signed_is_chance() -> None:
    assert Game().wins(10_000) in chance_allows(10_000)


@pytest.mark.parametrize("known", ["s", "r", "r2"])
def test_the_same_attacker_wins_where_a_secret_is_known(known: str) -> None:
    assert Game().wins(200, known=known) == 200


@pytest.mark.long
def test_guessing_who_signed_stays_chance_over_many_trials() -> None:
    assert Game().wins(50_000) in chance_allows(50_000)
