"""Cut a plain or Markdown text into blocks, and number its paragraphs.

A number goes to each list item, and to each paragraph that ends a sentence (. ! ? …, a closing
quotation mark or bracket allowed after it). Headings, datelines, signatures and the lines that
announce a list (ending in a colon) have none: they say nothing by themselves. The founding
document counts nine paragraphs so: seven of argument and its two demands.

The cut changes no letter: joined again, the blocks hold every word of the text, in order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import count

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ITEM = re.compile(r"(?:[-*+•–—]|\d{1,3}[.)])\s+(.*)")
_ENDS_A_SENTENCE = re.compile(r"[.!?…][\s»”\"')\]]*$")


class Kind(Enum):
    """What a block is."""

    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text without its Markdown sign; `number` is None where none is given."""

    kind: Kind
    text: str
    number: int | None

    @property
    def is_heading(self) -> bool:
        return self.kind is Kind.HEADING

    @property
    def is_item(self) -> bool:
        return self.kind is Kind.ITEM


def blocks(text: str) -> list[Block]:
    """Return the blocks of `text` in order; any line end will do, an empty text has none."""
    numbers = count(1)
    return [
        Block(kind, piece, next(numbers) if _has_number(kind, piece) else None)
        for kind, piece in _pieces(text)
    ]


def _has_number(kind: Kind, piece: str) -> bool:
    match kind:
        case Kind.HEADING:
            return False
        case Kind.ITEM:
            return True
        case Kind.PARAGRAPH:
            return bool(_ENDS_A_SENTENCE.search(piece))


def _pieces(text: str) -> Iterator[tuple[Kind, str]]:
    """Yield each block; a blank line, a heading or a new item ends the one before."""
    kind, lines = Kind.PARAGRAPH, list[str]()
    for line in text.splitlines():
        starts = _start_of(line)
        if lines and (starts or not line.strip()):
            yield kind, "\n".join(lines)
            lines = []
        if starts:
            kind, first = starts
            lines = [first]
        elif line.strip():
            kind = kind if lines else Kind.PARAGRAPH
            lines.append(line.strip())
        if lines and kind is Kind.HEADING:
            yield kind, lines.pop()
    if lines:
        yield kind, "\n".join(lines)


def _start_of(line: str) -> tuple[Kind, str] | None:
    if heading := _HEADING.fullmatch(line.strip()):
        return Kind.HEADING, heading[2]
    if item := _ITEM.fullmatch(line.strip()):
        return Kind.ITEM, item[1]
    return None
