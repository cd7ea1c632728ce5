"""Which Django permissions each role carries; higher apps add those of their own models."""

from collections.abc import Iterable

from accounts.models import Role

_rights: dict[str, set[str]] = {
    Role.Name.EDITOR: {
        "wagtailadmin.access_admin",
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
    },
    Role.Name.ADMINISTRATOR: {"wagtailadmin.access_admin", "wagtailredirects.add_redirect"},
    Role.Name.MODERATOR: set(),
    Role.Name.ORGANISER: set(),
}


def register(role: str, permissions: Iterable[str]) -> None:
    """Give `role` the `permissions` ("app_label.codename"); they are granted by `sync_groups`."""
    _rights[role].update(permissions)


def of(role: str) -> frozenset[str]:
    """Return the permissions that `role` carries, as "app_label.codename"."""
    return frozenset(_rights[role])
