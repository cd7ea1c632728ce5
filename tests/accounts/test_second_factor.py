"""The second factor: a printed sheet is enough, each code serves once."""

import re
from time import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from accounts.errors import SecondFactorNeeded
from accounts.models import Role, User
from accounts.services import (
    grant_role,
    has_second_factor,
    remove_second_factor,
    renew_sheet,
    unused_codes,
)
from tests.accounts.test_login import CODE, knock, mailed_code
from tests.factories.accounts import NOW, log_in, make_moderator, make_user
from tests.factories.core import last_letter

pytestmark = pytest.mark.django_db
FACTOR, SHEET = "/compte/connexion/second-facteur/", "/compte/second-facteur/feuille/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def enter(user: User) -> Client:
    """Pass the door as `user`, up to the second factor."""
    client = Client()
    knock(client, user.email)
    assert client.post(CODE, {"code": mailed_code()})["Location"] == FACTOR
    return client


def codes_on(page: str) -> list[str]:
    return [code.replace(" ", "") for code in re.findall(r"<code>(\d{4} \d{4})</code>", page)]


def test_whoever_has_a_sheet_is_asked_for_a_code_of_it() -> None:
    user = make_moderator()
    client = enter(user)
    assert client.get("/compte/").status_code == 302
    assert client.post(FACTOR, {"code": unused_codes(user)[0]})["Location"] == "/compte/"
    assert client.get("/moderation/").status_code == 200


def test_a_code_of_the_sheet_serves_once() -> None:
    user = make_moderator()
    code = unused_codes(user)[0]
    enter(user).post(FACTOR, {"code": code})
    again = enter(user)
    assert again.post(FACTOR, {"code": code}).status_code == 422
    assert again.get("/compte/").status_code == 302


def test_guessing_the_second_code_is_stopped() -> None:
    user = make_moderator()
    client = enter(user)
    for _n in range(10):
        client.post(FACTOR, {"code": "00000000"})
    answer = client.post(FACTOR, {"code": unused_codes(user)[0]})
    assert answer.status_code == 422
    assert "Trop d’essais" in answer.content.decode()


def test_a_moderator_without_second_factor_is_led_to_set_one_up_and_back(client: Client) -> None:
    user = make_user()
    grant_role(user=user, role=Role.Name.MODERATOR, at=NOW)
    log_in(client, user, second_factor=False)
    assert client.get("/moderation/")["Location"] == "/compte/second-facteur/?next=/moderation/"
    client.post(SHEET, {"next": "/moderation/"})
    first = codes_on(client.get(SHEET).content.decode())[0]
    assert client.post(SHEET, {"code": first})["Location"] == "/moderation/"
    assert client.get("/moderation/").status_code == 200
    assert len(unused_codes(user)) == 9


def test_a_sheet_that_was_not_confirmed_locks_nobody_out(client: Client) -> None:
    user = make_user()
    log_in(client, user, second_factor=False)
    client.post(SHEET)
    assert client.post(SHEET, {"code": "12345678"}).status_code == 422
    assert not has_second_factor(user)


def test_a_confirmed_sheet_ends_the_old_one(client: Client) -> None:
    user = make_moderator()
    old = unused_codes(user)
    log_in(client, user)
    client.post(SHEET)
    client.post(SHEET, {"code": codes_on(client.get(SHEET).content.decode())[0]})
    assert not set(old) & set(unused_codes(user))


def test_the_owner_is_told_by_mail_that_the_second_factor_changed(client: Client) -> None:
    user = make_moderator()
    log_in(client, user)
    client.post(SHEET)
    code = codes_on(client.get(SHEET).content.decode())[0]
    client.post(SHEET, {"code": code})
    assert last_letter().to == user.email
    assert "second facteur" in last_letter().text
    assert code not in last_letter().text


def test_an_older_session_must_show_the_second_factor_before_it_changes_it(client: Client) -> None:
    user = make_user()
    log_in(client, user, second_factor=False)
    codes = renew_sheet(user=user)
    assert client.post(SHEET)["Location"].startswith("/compte/second-facteur/prouver/")
    assert client.get("/compte/second-facteur/")["Location"].startswith("/compte/second-facteur/p")
    client.post("/compte/second-facteur/prouver/", {"code": codes[0]})
    assert client.get("/compte/second-facteur/").status_code == 200


def test_an_application_on_the_telephone_can_be_set_up_and_used(client: Client) -> None:
    user = make_user()
    log_in(client, user, second_factor=False)
    page = client.get("/compte/second-facteur/application/").content.decode()
    assert "<svg" in page
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    code = format_hotp_value(hotp_value(secret[1], int(time()) // 30))
    assert client.post("/compte/second-facteur/application/", {"code": code}).status_code == 302
    assert Authenticator.objects.get(user=user).type == Authenticator.Type.TOTP
    assert secret[1] not in str(Authenticator.objects.get(user=user).data)


def test_the_last_second_factor_of_a_moderator_cannot_go(client: Client) -> None:
    user = make_moderator()
    with pytest.raises(SecondFactorNeeded):
        remove_second_factor(user=user, kind=Authenticator.Type.RECOVERY_CODES, at=NOW)
    log_in(client, user).post("/compte/second-facteur/retirer/", {"kind": "recovery_codes"})
    assert has_second_factor(user)


def test_anybody_else_may_take_theirs_back(client: Client) -> None:
    user = make_user()
    renew_sheet(user=user)
    log_in(client, user).post("/compte/second-facteur/retirer/", {"kind": "recovery_codes"})
    assert not has_second_factor(user)


def test_an_unknown_kind_changes_nothing(client: Client) -> None:
    user = make_user()
    renew_sheet(user=user)
    response = log_in(client, user).post("/compte/second-facteur/retirer/", {"kind": "'; --"})
    assert response.status_code == 302
    assert has_second_factor(user)
