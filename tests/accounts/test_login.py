"""One door for everybody: an address, a code, and one is in."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from core.models import OutboxLetter
from tests.factories.accounts import make_user
from tests.factories.core import last_letter

pytestmark = pytest.mark.django_db
LOGIN, CODE, PSEUDONYM = "/compte/connexion/", "/compte/connexion/code/", "/compte/pseudonyme/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def knock(client: Client, email: str = "ada@example.org", next_path: str = "") -> Any:
    return client.post(LOGIN, {"email": email, "next": next_path})


def mailed_code() -> str:
    found = re.search(r"^(\d{6})$", last_letter().text, re.MULTILINE)
    assert found
    return found[1]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_newcomer_has_an_account_only_once_the_code_was_typed(client: Client) -> None:
    assert knock(client)["Location"] == CODE
    assert not User.objects.exists()
    response = client.post(CODE, {"code": mailed_code()})
    assert response["Location"].startswith(PSEUDONYM)
    assert User.objects.get().email == "ada@example.org"
    assert client.get("/compte/").status_code == 200


def test_a_newcomer_who_supports_a_proposal_needs_no_pseudonym(client: Client) -> None:
    supporting = "/petitions/un-guichet/participer/soutenir/"
    page = client.get(LOGIN, {"next": supporting}).text
    assert "Pour lire et soutenir cette proposition, connectez-vous." in page
    knock(client, next_path=supporting)
    assert client.post(CODE, {"code": mailed_code()})["Location"] == supporting


@pytest.mark.parametrize("path", ["", "/nulle-part/", "//example.org/", "/petitions/%00/x"])
def test_the_door_opens_whatever_one_came_for(client: Client, path: str) -> None:
    assert client.get(LOGIN, {"next": path}).status_code == 200


def test_a_returning_person_goes_straight_to_where_they_were_going(client: Client) -> None:
    make_user("ada@example.org")
    knock(client, next_path="/debats/cout/participer/")
    response = client.post(CODE, {"code": mailed_code()})
    assert response["Location"] == "/debats/cout/participer/"
    assert User.objects.count() == 1


def test_the_answer_does_not_tell_whether_the_address_has_an_account(client: Client) -> None:
    make_user("ada@example.org")
    answers, letters = [], []
    for email in ["ada@example.org", "eve@example.org"]:
        stranger = Client()
        answers.append(knock(stranger, email).headers["Location"])
        page = stranger.get(CODE).content.decode()
        answers.append(re.sub(r'value="[^"]*"', "", page).replace(email, ""))
        letters.append(re.sub(r"\d{6}", "", last_letter().text) + last_letter().subject)
    assert answers[:2] == answers[2:]
    assert letters[0] == letters[1]


def test_asking_costs_the_same_queries_known_or_not(client: Client) -> None:
    make_user("ada@example.org")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for email in ["ada@example.org", "eve@example.org"]:
        with CaptureQueriesContext(connection) as queries:
            knock(Client(), email)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("typed", ["ADA@Example.org ", "  ada@example.org"])
def test_one_mailbox_is_one_account_however_it_is_typed(client: Client, typed: str) -> None:
    make_user("ada@example.org")
    knock(client, typed)
    client.post(CODE, {"code": mailed_code()})
    assert User.objects.count() == 1


def test_the_code_may_be_typed_with_spaces(client: Client) -> None:
    knock(client)
    code = mailed_code()
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302


def test_a_wrong_code_is_said_beside_its_field(client: Client) -> None:
    knock(client)
    response = client.post(CODE, {"code": wrong(mailed_code())})
    assert response.status_code == 422
    assert "n’est pas le bon" in response.content.decode()


def test_five_wrong_codes_end_the_attempt(client: Client) -> None:
    knock(client)
    code = mailed_code()
    for _n in range(5):
        client.post(CODE, {"code": wrong(code)})
    assert client.post(CODE, {"code": code})["Location"] == LOGIN
    assert not User.objects.exists()


def test_tries_at_the_same_moment_count_each(client: Client) -> None:
    knock(client)
    code = mailed_code()
    as_it_was = dict(client.session.items())
    for _n in range(5):
        client.post(CODE, {"code": wrong(code)})
        # Each of them read the session before the others wrote it.
        session = client.session
        session.update(as_it_was)
        session.save()
    assert client.post(CODE, {"code": code})["Location"] == LOGIN
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["accueil", "account_logout", "[]", "\ud800", "?q=1"])
def test_whoever_is_logged_in_is_led_to_paths_alone(client: Client, path: str) -> None:
    client.force_login(make_user("ada@example.org"))
    assert client.get(LOGIN, {"next": path.encode("utf-8", "replace")})["Location"] == "/compte/"


def test_whatever_a_browser_says_of_where_it_was_leads_to_the_door(client: Client) -> None:
    answer = client.get("/compte/sessions/", headers={"referer": "http://[::1"})
    assert answer["Location"] == f"{LOGIN}?next=/compte/sessions/"


def test_a_code_serves_the_browser_that_asked_for_it_alone(client: Client) -> None:
    knock(client)
    assert Client().post(CODE, {"code": mailed_code()})["Location"] == LOGIN


def test_another_code_can_be_asked_for_and_replaces_the_first(client: Client) -> None:
    knock(client)
    first = mailed_code()
    client.post(CODE, {"action": "resend"})
    codes = {mailed_code_of(letter) for letter in OutboxLetter.objects.all()}
    assert len(codes) == 2
    assert client.post(CODE, {"code": first}).status_code == 422


def mailed_code_of(row: OutboxLetter) -> str:
    from tests.factories.core import open_letter

    found = re.search(r"^(\d{6})$", open_letter(row).text, re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("typed", ["", "ada", "ada@", "@example.org", "a b@example.org", "x" * 300])
def test_an_address_that_cannot_be_is_said_beside_its_field(client: Client, typed: str) -> None:
    assert knock(client, typed).status_code == 422
    assert not OutboxLetter.objects.exists()


def test_too_many_letters_to_one_address_are_refused_with_a_sentence(client: Client) -> None:
    statuses = [knock(Client()).status_code for _n in range(6)]
    assert statuses == [302] * 5 + [429]


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "javascript:a()"])
def test_nobody_is_led_to_another_site(client: Client, path: str) -> None:
    make_user("ada@example.org")
    knock(client, next_path=path)
    assert client.post(CODE, {"code": mailed_code()})["Location"] == "/compte/"


def test_a_closed_account_stays_closed(client: Client) -> None:
    make_user("ada@example.org", is_active=False)
    knock(client)
    assert client.post(CODE, {"code": mailed_code()}).status_code == 403
    assert client.get("/compte/")["Location"].startswith(LOGIN)


def test_leaving_wants_a_button(client: Client) -> None:
    knock(client)
    client.post(CODE, {"code": mailed_code()})
    opened = client.get("/compte/deconnexion/")
    assert (opened.status_code, opened.headers["Allow"]) == (405, "POST")
    assert "Revenez à la page précédente" in opened.text
    assert client.post("/compte/deconnexion/").status_code == 302
    assert client.get("/compte/").status_code == 302


def test_the_letter_is_neutral_and_has_the_code_in_text_and_html(client: Client) -> None:
    knock(client)
    letter = last_letter()
    assert letter.subject == "Votre code"
    assert mailed_code() in letter.html


def test_no_account_page_is_kept_by_a_cache(client: Client) -> None:
    for path in [LOGIN, "/compte/"]:
        assert "no-store" in client.get(path)["Cache-Control"]
