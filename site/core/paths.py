"""Paths of this site and addresses of others, as people type them."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Empty, or « /… » : « //elsewhere.example » and « /\elsewhere.example » lead to another site, and
# a browser drops the tabs and line ends that would hide them.
PATH_HERE = r"^(/([^/\\\s][^\\\s]*)?)?$"


def stays_here(path: str) -> None:
    """Refuse a path that leads to another site; raise ValidationError."""
    if not re.match(PATH_HERE, path):
        raise ValidationError(
            _("Ce chemin doit rester sur ce site. Il commence par une barre : /propositions/…")
        )


def hides_its_site(url: str) -> bool:
    """Tell whether a reader could take another site for the one `url` leads to.

    « https://ministere.example@elsewhere.example/ » leads elsewhere; browsers read « \\ » as « / »;
    letters of another alphabet look like ours. A name with accents is written « xn--… » here.

    Raises:
        ValueError: if it is no address at all.
    """
    address = urlsplit(url)
    is_a_name = "." in (address.hostname or "") and address.netloc.isascii()
    return "\\" in url or "@" in address.netloc or not is_a_name


def leads_where_it_says(url: str) -> bool:
    """Tell whether `url` is a page of the site that a reader takes it for, over https."""
    try:
        address = urlsplit(url)
        return address.scheme == "https" and not hides_its_site(url)
    except ValueError:
        # « https://[ » is no address at all.
        return False
