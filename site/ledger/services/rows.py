"""The row that each entry of the log has in the database, told from its bytes alone."""

from collections.abc import Callable
from typing import NamedTuple

from ledger.models import Entry
from ledger.sed1.entries import (
    Amend,
    Annul,
    Close,
    Key,
    KeyDestroyed,
    KeyState,
    Open,
    Paper,
    Sign,
    Tally,
    Withdraw,
    parse_entry,
)
from ledger.tlog.errors import Invalid


class Columns(NamedTuple):
    """What a sealed row says beside its index and its bytes; see `ledger.models.Entry`."""

    kind: int
    petition: int | None = None
    number: int | None = None
    commitment: bytes | None = None
    removes: bytes | None = None


class RowReader:
    """Tell the columns of entries given in the order of the log, those of its keys at least."""

    def __init__(self, *, read_entry: Callable[[int], bytes]) -> None:
        """Start at the first entry; `read_entry(index)` returns an earlier one."""
        self._read_entry = read_entry
        self._keys: dict[int, list[bytes]] = {}  # by use, in the order of their beginnings

    def columns(self, body: bytes) -> Columns:
        """Return the columns of the next entry; raise Invalid if it is none of ours."""
        kind = body[0] if body else 0
        match parse_entry(body):
            case Sign(petition=petition, commitment=commitment):
                return Columns(kind, petition, commitment=commitment)
            case Withdraw(index=index) | Annul(index=index):
                sign = parse_entry(self._read_entry(index))
                if not isinstance(sign, Sign):
                    raise Invalid(f"L’inscription {index} n’est pas une signature.")
                return Columns(kind, sign.petition, removes=sign.commitment)
            case Open(petition=petition, version=number) | Amend(petition=petition, version=number):
                return Columns(kind, petition, number)
            case Tally(petition=petition, day=day):
                return Columns(kind, petition, day)
            case Close(petition=petition) | KeyDestroyed(petition=petition):
                return Columns(kind, petition, 0)
            case Paper(petition=petition):
                return Columns(kind, petition)
            case Key(use=use, state=state, public=public):
                return Columns(kind, number=self._key_number(use, state, public))
        return Columns(kind)

    def _key_number(self, use: int, state: int, public: bytes) -> int:
        """Number keys by their beginnings; an end bears the number of its key."""
        begun = self._keys.setdefault(use, [])
        if state == KeyState.BEGINS:
            begun.append(public)
            return len(begun)
        if public not in begun:
            raise Invalid("Une clé finit sans avoir commencé.")
        return begun.index(public) + 1


def sealed_body(index: int) -> bytes:
    """Return the bytes of a sealed entry; raise Invalid if there is none."""
    found = Entry.objects.filter(index=index).values_list("body", flat=True).first()
    if found is None:
        raise Invalid(f"L’inscription {index} manque.")
    return bytes(found)
