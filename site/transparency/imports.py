"""Read a document and what it says of itself from the text of a file."""

import re
from dataclasses import dataclass

from core import partial_dates
from transparency import paragraphs

_RULE = re.compile(r"^---[ \t]*\r?\n", re.MULTILINE)
_BY = re.compile(r",\s+par\s+(?P<publisher>\S.*)$")


@dataclass(frozen=True, slots=True)
class Found:
    """A document as a file holds it; what the file does not say is empty."""

    text: str
    title: str
    publisher: str
    published_on: str


def document_in(file_text: str, *, whole: bool = False) -> Found:
    """Return the document that `file_text` holds.

    A file may begin with a presentation of its own, ended by a line of three dashes: the document
    is then what follows that line, to the letter (`sed '1,/^---$/d'` gives the same bytes).
    A file that begins with the line, or has none, is the document. `whole` takes all of it anyway.

    The title is the first heading. Date and publisher are read from a dateline that stands between
    the title and the first paragraph: « Jeudi 24 mars 2022, par Coordination nationale ».
    """
    rule = _RULE.search(file_text)
    has_presentation = rule is not None and bool(file_text[: rule.start()].strip())
    text = file_text[rule.end() :] if rule and has_presentation and not whole else file_text
    title = dateline = ""
    for block in paragraphs.blocks(text):
        if block.number is not None:
            break
        if block.is_heading:
            title = title or block.text
        else:
            dateline = dateline or block.text
    published_on = partial_dates.found_in(dateline)
    by = _BY.search(dateline)
    return Found(
        text=text,
        title=title,
        publisher=by["publisher"].strip() if by and published_on else "",
        published_on=published_on,
    )
