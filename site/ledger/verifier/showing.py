"""Compare the counts that the site shows with those of its log."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from time import sleep

from ledger.sed1.counting import Recount
from ledger.tlog.checkpoints import parse_checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import parse_note
from ledger.verifier.findings import Finding, good, number_in_words, plural, wrong
from ledger.verifier.reading import Log
from ledger.verifier.recounting import FAULTS_KEPT
from ledger.verifier.trusting import served_checkpoint

COUNTS_PATH = "comptes.json"
COUNTS_BYTES_MAX = 2**24
MOMENT_SECONDS = 3  # A log publishes every two seconds.


@dataclass(frozen=True)
class ShownCounts:
    """What the site shows of each petition, online and on paper, for a log of `size` entries."""

    size: int
    shown: dict[int, tuple[int, int]]

    def findings(self, recount: Recount) -> Iterator[Finding]:
        """Yield what the comparison with the whole log says."""
        size = number_in_words(recount.size)
        if self.size != recount.size and (self.size or self.shown or recount.petitions):
            yield wrong(
                "Les comptes que le site affiche ne peuvent être comparés : ils sont ceux de"
                f" {number_in_words(self.size)} inscriptions, le registre signé en a {size}."
            )
            return
        counted = {each.petition: (each.online, each.paper) for each in recount.petitions.values()}
        differing = [
            petition
            for petition in sorted(self.shown.keys() | counted.keys())
            if self.shown.get(petition) != counted.get(petition)
        ]
        for petition in differing[:FAULTS_KEPT]:
            yield wrong(
                f"Pétition {petition} : le site affiche {_shown_words(self.shown.get(petition))},"
                f" le registre compte {_shown_words(counted.get(petition))} à sa taille {size}."
            )
        if more := differing[FAULTS_KEPT:]:
            yield wrong(f"Et {plural(len(more), 'autre différence', 'autres différences')}.")
        if not differing:
            yield good(f"Les comptes que le site affiche sont ceux du registre à sa taille {size}.")


def served_together(log: Log) -> tuple[ShownCounts | None, str]:
    """Return the counts that the site shows and the checkpoint, of one size if they ever are.

    A log that grows gives them a moment apart: where they differ, both are read once more.
    """
    counts, note = served_counts(log), served_checkpoint(log)
    if counts is not None and counts.size != parse_checkpoint(parse_note(note).text).size:
        sleep(MOMENT_SECONDS)
        counts, note = served_counts(log), served_checkpoint(log)
    return counts, note


def served_counts(log: Log) -> ShownCounts | None:
    """Return the counts that a log's site shows; None where it shows none, as in a copy."""
    data = log.read(COUNTS_PATH, limit=COUNTS_BYTES_MAX)
    if data is None:
        return None
    try:
        said = json.loads(data)
        shown = {
            int(number): (each["online"], each["paper"])
            for number, each in said["petitions"].items()
        }
        counts = ShownCounts(said["size"], shown)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        counts = ShownCounts(-1, {})
    numbers = [counts.size, *(number for pair in counts.shown.values() for number in pair)]
    if any(type(number) is not int or number < 0 for number in numbers):
        raise Invalid("Les comptes affichés par le site ne sont pas lisibles.")
    return counts


def _shown_words(figures: tuple[int, int] | None) -> str:
    if figures is None:
        return "rien"
    online, paper = map(number_in_words, figures)
    return f"{online} en ligne et {paper} sur papier"
