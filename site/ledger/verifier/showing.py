"""Compare the counts that the site shows with those of its log."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ledger.sed1.counting import Recount
from ledger.tlog.errors import Invalid
from ledger.verifier.findings import Finding, good, noted, number_in_words, wrong
from ledger.verifier.reading import Log

COUNTS_PATH = "comptes.json"
COUNTS_BYTES_MAX = 2**24


@dataclass
class ShownCounts:
    """The online count shown of each petition when the log had `size` entries."""

    size: int
    shown: dict[int, int]

    def __post_init__(self) -> None:
        self._counted: dict[int, int] | None = None if self.size else {}

    def __call__(self, index: int, entry: bytes, recount: Recount) -> None:
        """Take, in a recount, the counts of the log at that size."""
        if index + 1 == self.size:
            self._counted = {each.petition: each.online for each in recount.petitions.values()}

    def findings(self) -> Iterator[Finding]:
        """Yield what the comparison says, once the recount is over."""
        if self._counted is None:
            yield noted("Les comptes affichés sont plus récents que le point de contrôle.")
            return
        differing = [
            petition
            for petition in sorted(self.shown.keys() | self._counted.keys())
            if self.shown.get(petition, 0) != self._counted.get(petition, 0)
        ]
        for petition in differing:
            shown = number_in_words(self.shown.get(petition, 0))
            counted = number_in_words(self._counted.get(petition, 0))
            yield wrong(
                f"Pétition {petition} : le site affiche {shown} en ligne, le registre compte"
                f" {counted} à sa taille {number_in_words(self.size)}."
            )
        if not differing:
            yield good("Les comptes que le site affiche sont ceux du registre.")


def served_counts(log: Log) -> ShownCounts | None:
    """Return the counts that a log's site shows; None where it shows none, as in a copy."""
    data = log.read(COUNTS_PATH, limit=COUNTS_BYTES_MAX)
    if data is None:
        return None
    try:
        said = json.loads(data)
        shown = {int(number): said["petitions"][number]["online"] for number in said["petitions"]}
        counts = ShownCounts(said["size"], shown)
    except (ValueError, KeyError, TypeError, RecursionError):
        counts = ShownCounts(-1, {})
    if any(
        type(number) is not int or number < 0 for number in (counts.size, *counts.shown.values())
    ):
        raise Invalid("Les comptes affichés par le site ne sont pas lisibles.")
    return counts
