"""Where a page stands, and where its list goes on."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _


def trail() -> list[tuple[str, str]]:
    """Return the pages that stand above each debate."""
    return [(_("Débats"), reverse("debates:index"))]


def address(path: str = "", **query: str | int) -> str:
    """Return `path` (this page when empty) with what `query` says; empty values are left out."""
    said = {name: value for name, value in query.items() if value != ""}
    return f"{path}?{urlencode(said)}" if said else path
