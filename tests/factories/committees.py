"""Committees for tests."""

from itertools import count
from typing import Any

from committees.models import Committee
from committees.services import save_committee

_numbers = count(1)


def make_committee(**kwargs: Any) -> Committee:
    """Return a saved committee of Marmande that awaits confirmation."""
    number = next(_numbers)
    said = {
        "slug": f"comite-{number}",
        "name": f"Comité de défense numéro {number}",
        "town": "Marmande",
        "departement": "47",
        "evidence": "Nom publié dans la presse",
    }
    return save_committee(**(said | kwargs))
