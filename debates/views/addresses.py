"""Where a page stands, and where its list goes on."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from debates.models import Debate


def trail(debate: Debate | None = None) -> list[tuple[str, str]]:
    """Return the pages above: the list of debates, then `debate` for what lies under it."""
    pages = [(_("Débats"), reverse("debates:index"))]
    if debate is not None:
        pages.append((debate.title, debate.get_absolute_url()))
    return pages


def address(path: str = "", **query: str | int) -> str:
    """Return `path` (this page when empty) with what `query` says; empty values are left out."""
    said = {name: value for name, value in query.items() if value != ""}
    return f"{path}?{urlencode(said)}" if said else path
