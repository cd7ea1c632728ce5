"""Who may do what, where: a role and the Django group that Wagtail reads change together."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
)

from accounts import rights
from accounts.errors import NotAdministratorSince
from accounts.models import Role, User

_PAGE_RIGHTS = {
    Role.Name.EDITOR: ["add_page", "change_page", "publish_page"],
    Role.Name.ADMINISTRATOR: [
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
    ],
}
_WAGTAILS_REVIEW = "Moderators approval"
_COLLECTION_RIGHTS = [
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
]


@transaction.atomic
def grant_role(
    *, user: User, role: str, at: datetime, scope: str = "", by: User | None = None
) -> Role:
    """Give `user` the `role` within `scope`, everywhere when empty; twice changes nothing.

    Args:
        by: the administrator who gives it, whose line it continues; None from the server's
            own commands, which begin a line.

    Raises:
        NotAdministratorSince: if `by` is no administrator any more; nothing changes.
    """
    given = {"granted_at": at} | ({"line": _line_of(by)} if by else {})
    granted, _ = Role.objects.get_or_create(
        user=user, role=Role.Name(role), scope=scope, defaults=given
    )
    user.groups.add(_group(role))
    return granted


@transaction.atomic
def revoke_role(*, user: User, role: str, scope: str = "") -> None:
    """Take the `role` within `scope` from `user`; the group goes with the last such role."""
    Role.objects.filter(user=user, role=Role.Name(role), scope=scope).delete()
    if not Role.objects.filter(user=user, role=role).exists():
        user.groups.remove(_group(role))


def join_lines(user: User, *, by: User) -> None:
    """Let all who share the line of `user`, an administrator, share that of `by` from now on.

    All of them, or who had given roles before could then pass for somebody else than these.

    Raises:
        NotAdministratorSince: if `by` is no administrator any more.
    """
    lines = user.roles.filter(role=Role.Name.ADMINISTRATOR).values_list("line", flat=True)
    Role.objects.filter(line__in=list(lines)).update(line=_line_of(by))


def are_independent(one: User, other: User, *, since: datetime) -> bool:
    """Tell whether two people administer everything, without either owing it to the other.

    Args:
        since: both must have begun by then.

    Raises:
        NotAdministratorSince: if one of them has not.
    """
    return line_since(one, since=since) != line_since(other, since=since)


def line_since(user: User, *, since: datetime) -> UUID:
    """Return the line of somebody who administers everything at least `since` then.

    Raises:
        NotAdministratorSince: if `user` does not.
    """
    roles = user.roles.filter(role=Role.Name.ADMINISTRATOR, scope="", granted_at__lte=since)
    role = roles.first()
    if role is None:
        raise NotAdministratorSince
    return role.line


def _line_of(giver: User) -> UUID:
    """Return the line of an administrator; raise NotAdministratorSince if `giver` is none."""
    role = giver.roles.filter(role=Role.Name.ADMINISTRATOR).order_by("scope").first()
    if role is None:
        raise NotAdministratorSince
    return role.line


@transaction.atomic
def sync_groups() -> None:
    """Give each role's group the rights of `accounts.rights`, and those on pages and files.

    Runs after migrations and when starter content is loaded; it can run at any time, twice.
    """
    for role in Role.Name.values:
        _grant_rights(_group(role), role)
    _open_review()


def _open_review() -> None:
    """Let those who publish read drafts again; Wagtail gave that to a group that nobody is in."""
    for model in [Workflow, Task]:
        model.objects.filter(name=_WAGTAILS_REVIEW).update(name="Relecture")
    for task in GroupApprovalTask.objects.all():
        task.groups.add(*(_group(role) for role in _PAGE_RIGHTS))


def _group(role: str) -> Group:
    group, is_new = Group.objects.get_or_create(name=str(Role.Name(role).label))
    if is_new:
        _grant_rights(group, role)
    return group


def _grant_rights(group: Group, role: str) -> None:
    wanted = Q(pk__in=[])
    for name in rights.of(role):
        app_label, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    group.permissions.set(Permission.objects.filter(wanted))
    page_rights = _PAGE_RIGHTS.get(Role.Name(role), [])
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=page_rights
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    if not page_rights:
        return
    files = Collection.get_first_root_node()
    for permission in Permission.objects.filter(codename__in=_COLLECTION_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=files, permission=permission
        )
