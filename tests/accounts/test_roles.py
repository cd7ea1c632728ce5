"""A role, its scope, and the Django group that Wagtail reads go together."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import IntegrityError
from wagtail.models import GroupPagePermission

from accounts import rights
from accounts.access import has_role
from accounts.models import Role, User
from accounts.services import grant_role, revoke_role, sync_groups
from tests.factories.accounts import NOW, make_person_with, make_user

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    """Load `user` again: Django remembers permissions on the object."""
    return User.objects.get(pk=user.pk)


def test_a_role_without_scope_holds_everywhere() -> None:
    user = make_person_with(Role.Name.MODERATOR)
    assert has_role(user, "moderator")
    assert has_role(user, "moderator", "committee:12")
    assert not has_role(user, "editor")


def test_a_role_with_a_scope_holds_there_alone() -> None:
    user = make_person_with(Role.Name.ORGANISER, scope="committee:12")
    assert has_role(user, "organiser", "committee:12")
    assert not has_role(user, "organiser", "committee:1")
    assert not has_role(user, "organiser")


def test_strangers_and_closed_accounts_have_no_role() -> None:
    user = make_person_with(Role.Name.ADMINISTRATOR)
    user.is_active = False
    assert not has_role(user, "administrator")
    assert not has_role(AnonymousUser(), "administrator")


@pytest.mark.parametrize(("role", "enters"), [("editor", True), ("administrator", True)])
def test_those_who_edit_reach_the_admin(role: str, enters: bool) -> None:
    assert make_person_with(role).has_perm("wagtailadmin.access_admin") is enters


def test_moderators_do_not() -> None:
    user = make_person_with("moderator")
    assert not user.has_perm("wagtailadmin.access_admin")
    assert not user.is_superuser


def test_granting_twice_changes_nothing_and_revoking_takes_the_rights() -> None:
    user = make_user()
    for _n in range(2):
        grant_role(user=user, role="editor", at=NOW)
    assert user.roles.count() == 1
    revoke_role(user=user, role="editor")
    assert not fresh(user).has_perm("wagtailadmin.access_admin")


def test_the_group_stays_while_another_scope_needs_it() -> None:
    user = make_user()
    for scope in ["committee:1", "committee:2"]:
        grant_role(user=user, role="organiser", scope=scope, at=NOW)
    revoke_role(user=user, role="organiser", scope="committee:1")
    assert user.groups.count() == 1


def test_an_unknown_role_is_refused_here_and_by_the_table() -> None:
    user = make_user()
    with pytest.raises(ValueError, match="wizard"):
        grant_role(user=user, role="wizard", at=NOW)
    with pytest.raises(IntegrityError):
        Role.objects.create(user=user, role="wizard", granted_at=NOW)


def test_rights_of_higher_apps_reach_the_group_and_leave_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = make_person_with(Role.Name.EDITOR)
    with monkeypatch.context() as patch:
        wider = rights.of("editor") | {"moderation.delete_decision"}
        patch.setitem(rights._rights, "editor", set(wider))
        sync_groups()
        assert fresh(user).has_perm("moderation.delete_decision")
    sync_groups()
    assert not fresh(user).has_perm("moderation.delete_decision")


def test_groups_can_be_synchronised_again_and_again() -> None:
    for _n in range(2):
        sync_groups()
    assert Group.objects.count() >= len(Role.Name.values)
    editors = Group.objects.get(name="Rédaction")
    assert GroupPagePermission.objects.filter(group=editors).count() == 3
