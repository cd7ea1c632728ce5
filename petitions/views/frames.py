"""Pages that many people get at once, rendered once: what is each reader's own is filled in."""

import re
import secrets
from collections.abc import Hashable, Mapping
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import escape

# Nobody can write it into a title; an address takes it for a word.
_MARK = secrets.token_hex(8)
_HOLE = re.compile(f"{_MARK}_([a-z_]+)_{_MARK}")


def filled(template: str, *, same: Mapping[str, Hashable], own: Mapping[str, str]) -> str:
    """Return `template` rendered with both mappings, as if they were one.

    Args:
        same: what many readers have in common, and conditions of the template.
        own: texts that the template only shows, or asks whether they are there.
    """
    page = _frame(template, tuple(same.items()), tuple(own))
    return _HOLE.sub(lambda hole: escape(own[hole[1]]), page)


@lru_cache(maxsize=256)
def _frame(template: str, same: tuple[tuple[str, Hashable], ...], own: tuple[str, ...]) -> str:
    holes = {name: f"{_MARK}_{name}_{_MARK}" for name in own}
    return render_to_string(template, dict(same) | holes)
