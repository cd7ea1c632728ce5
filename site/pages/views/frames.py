"""What Wagtail's frame shows around a desk that is no register."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def frame(*titles: str, index: str, icon: str) -> dict[str, Any]:
    """Return the context that shows the way to a page, whose title comes last.

    Args:
        titles: that of the desk, then, for a page below it, that of the page.
        index: the name of the desk's address.
    """
    home = {"url": reverse("wagtailadmin_home"), "label": _("Accueil")}
    addresses = [reverse(index), ""]
    way = [
        {"url": address, "label": title} for address, title in zip(addresses, titles, strict=False)
    ]
    return {"header_title": titles[-1], "breadcrumbs_items": [home, *way], "header_icon": icon}
