"""What an operator types: the first role, a lost sheet, the people of the demo."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.access import has_role
from accounts.models import User
from accounts.services import unused_codes
from tests.factories.accounts import make_moderator

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_a_new_platform_gets_its_first_administrator() -> None:
    run("grant_role", "Ada@Example.org", "administrator")
    assert has_role(User.objects.get(email="ada@example.org"), "administrator")


def test_a_role_can_be_granted_for_one_place() -> None:
    run("grant_role", "ada@example.org", "organiser", "--scope", "committee:12")
    ada = User.objects.get()
    assert has_role(ada, "organiser", "committee:12")
    assert not has_role(ada, "organiser")


def test_what_is_no_address_gets_nothing() -> None:
    with pytest.raises(CommandError):
        run("grant_role", "ada", "editor")
    assert not User.objects.exists()


def test_a_lost_sheet_is_replaced() -> None:
    moderator = make_moderator()
    old = unused_codes(moderator)
    said = run("renew_sheet", moderator.email)
    assert [code.replace(" ", "") for code in re.findall(r"\d{4} \d{4}", said)] == unused_codes(
        moderator
    )
    assert not set(old) & set(unused_codes(moderator))


def test_nobody_s_sheet_cannot_be_replaced() -> None:
    with pytest.raises(CommandError):
        run("renew_sheet", "nobody@example.org")


def test_demo_people_exist_in_the_demo_alone() -> None:
    with pytest.raises(CommandError):
        run("create_demo_accounts")
    assert not User.objects.exists()


def test_demo_people_are_made_once_with_codes_that_work(settings: Settings) -> None:
    settings.DEMO = True
    first, second = run("create_demo_accounts"), run("create_demo_accounts")
    assert first == second
    assert User.objects.count() == 6
    assert all(user.email.endswith("@demo.invalid") for user in User.objects.all())
    moderator = User.objects.get(email="moderation@demo.invalid")
    assert unused_codes(moderator)[0] in first
    assert has_role(moderator, "moderator")
    assert not User.objects.get(email="citoyenne@demo.invalid").roles.exists()
