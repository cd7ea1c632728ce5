"""What a verification found: a mark and one French sentence for people."""

from dataclasses import dataclass
from datetime import UTC, datetime

OK_MARK, WRONG_MARK, NOTE_MARK = "✓", "✗", "·"
LAST_WRITABLE_TIME = 253_402_300_799  # 31 December 9999
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True)
class Finding:
    """One sentence; a wrong one makes the exit status 1."""

    mark: str
    sentence: str

    def __str__(self) -> str:
        # Names come from files of strangers: nothing in them may steer a terminal.
        seen = "".join(each if each.isprintable() else "?" for each in self.sentence)
        return f"{self.mark} {seen}"


def good(sentence: str) -> Finding:
    return Finding(OK_MARK, sentence)


def wrong(sentence: str) -> Finding:
    return Finding(WRONG_MARK, sentence)


def noted(sentence: str) -> Finding:
    return Finding(NOTE_MARK, sentence)


def in_words(time: int) -> str:
    """Return a Unix time as people write it, in UTC; any integer is accepted."""
    if not 0 <= time <= LAST_WRITABLE_TIME:
        return "à une date impossible"
    day = datetime.fromtimestamp(time, UTC)
    first = "1er" if day.day == 1 else str(day.day)
    return f"le {first} {MONTHS[day.month - 1]} {day.year} à {day:%H h %M} (UTC)"


def number_in_words(number: int) -> str:
    """Return a number with its thousands apart."""
    return f"{number:,}".replace(",", " ")  # U+202F, the narrow no-break space


def plural(number: int, one: str, many: str) -> str:
    """Return « 1 feuille », « 2 feuilles »; in French nought is singular."""
    return f"{number_in_words(number)} {one if number < 2 else many}"
