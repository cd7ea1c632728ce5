"""The log itself, to the byte of C2SP tlog-tiles; read from the published files alone."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ledger import store
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import HASH_BYTES
from ledger.tlog.tiles import (
    TILE_WIDTH,
    bundle_path,
    decode_bundle,
    encode_bundle,
    tile_path,
    tile_width,
)
from ledger.views.answers import A_MOMENT, BYTES, TEXT, absent, for_a_while, for_ever, open_to_all

# Seven groups of digits number more tiles than a tree of 2⁶³ leaves has.
_TILE = re.compile(
    r"(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One tile of hashes, or one bundle of entries where `level` is None, and how much of it."""

    level: int | None
    number: int
    width: int

    def path(self, width: int) -> str:
        """Return its address with `width` places taken; raise Invalid if there is none."""
        if self.level is None:
            return bundle_path(self.number, width)
        return tile_path(self.level, self.number, width)


@open_to_all
def checkpoint(request: HttpRequest) -> HttpResponseBase:
    """Give the signed state of the log."""
    note = store.read(store.CHECKPOINT)
    return absent() if note is None else for_a_while(note, TEXT, seconds=A_MOMENT)


@open_to_all
def tile(request: HttpRequest, address: str) -> HttpResponseBase:
    """Give a tile or a bundle of any width that the signed size has, at its one address."""
    asked = _asked(address)
    content = None if asked is None else _part(asked)
    return absent() if content is None else for_ever(content, BYTES)


def _asked(address: str) -> _Asked | None:
    """Return what `address` names, None if there is another way to write it, or no such tile."""
    found = _TILE.fullmatch(address)
    if found is None:
        return None
    level, number, width = found.groups()
    asked = _Asked(
        level=None if level == "entries" else int(level),
        number=int(re.sub("[x/]", "", number)),
        width=int(width or TILE_WIDTH),
    )
    try:
        is_canonical = asked.path(asked.width) == f"tile/{address}"
    except Invalid:
        return None
    return asked if is_canonical else None


def _part(asked: _Asked) -> bytes | None:
    """Return the first `asked.width` places of a tile or bundle, None beyond the signed size."""
    signed = store.published_checkpoint()
    size = signed.size if signed else 0
    if asked.width > tile_width(asked.level or 0, asked.number, size):
        return None
    found = store.widest(asked.path(TILE_WIDTH), at_least=asked.width)
    if found is None or found[1] == asked.width:
        return found[0] if found else None
    if asked.level is None:
        return encode_bundle(decode_bundle(found[0])[: asked.width])
    return found[0][: asked.width * HASH_BYTES]
