"""Following a petition without signing it, as people and mail scanners meet it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.models import OutboxLetter
from follows.models import Follow, FollowRequest, WaitingFollow
from follows.services import begin_waiting, start
from petitions.models import Petition, SigningLimit
from petitions.services import ask_for_news, close_petition
from tests.factories.asking import ADA, code_for, letters_to, link_for, wrong
from tests.factories.petitions import NOW, make_draft_petition, make_petition

pytestmark = pytest.mark.django_db


def page_of(petition: Petition) -> str:
    return f"/petitions/{petition.slug}/suivre/"


def asked(client: Client, petition: Petition, address: str = ADA) -> str:
    """Ask for the news of a petition; return the address of the page that waits for the code."""
    response = client.post(page_of(petition), {"email": address})
    assert response.status_code == 302
    return str(response["Location"])


def test_three_screens_without_a_cookie_and_one_follows(client: Client) -> None:
    petition = make_petition()
    shown = client.get(page_of(petition))
    assert shown.text.count("<input") == 1
    assert "public" in shown["Cache-Control"]
    waiting = asked(client, petition)
    page = client.get(waiting).text
    assert petition.title in page
    assert "5 fois au plus. Ensuite, il" in page.replace("\N{NO-BREAK SPACE}", " ")
    done = client.post(waiting, {"code": code_for()}, follow=True)
    assert "C’est fait" in done.text
    assert ADA not in done.text
    assert not client.cookies
    assert "no-store" in done["Cache-Control"]
    begin_waiting(at=timezone.now())
    assert Follow.objects.get().subject == f"petition:{petition.pk}"


def test_a_mistyped_address_is_corrected_where_it_was_typed(client: Client) -> None:
    petition = make_petition()
    page = client.get(asked(client, petition)).text
    assert f'<a href="{page_of(petition)}">Corriger cette adresse</a>' in page
    assert "Revenir à la pétition, sans rien recevoir" in page
    assert "Corriger cette adresse" not in client.get(f"/suivi/{link_for()}/").text


def test_a_closed_petition_is_followed_and_a_draft_is_not(client: Client) -> None:
    petition = make_petition()
    close_petition(petition=petition, at=NOW + timedelta(hours=1))
    asked(client, petition)
    draft = make_draft_petition()
    assert client.get(page_of(draft)).status_code == 404
    assert client.post(page_of(draft), {"email": ADA}).status_code == 404
    assert FollowRequest.objects.count() == 2


def test_who_follows_already_is_answered_the_same(client: Client) -> None:
    petition = make_petition()
    start(subject=f"petition:{petition.pk}", address=ADA, at=timezone.now())
    answers = []
    for address in (ADA, "new@example.org"):
        waiting = asked(client, petition, address)
        pages = [client.get(waiting), client.post(waiting, {"code": "abc"})]
        pages.append(client.post(waiting, {"code": code_for(address)}, follow=True))
        answers.append(
            [
                (page.status_code, page.text.replace(address, "").replace(waiting, ""))
                for page in pages
            ]
        )
    assert answers[0] == answers[1]
    begin_waiting(at=timezone.now())
    assert Follow.objects.count() == 2


@pytest.mark.parametrize("guess", ["", "test", "12345", "on", "oui", "scanner@example.org"])
def test_a_scanner_that_opens_and_sends_all_starts_nothing(client: Client, guess: str) -> None:
    asked(client, make_petition())
    page = f"/suivi/{link_for()}/"
    for _ in range(3):
        assert client.get(page).status_code == client.head(page).status_code == 200
    assert client.post(page, {"code": guess}).status_code == 422
    assert client.post(f"{page}renvoyer/").status_code == 302
    assert client.get(f"{page}renvoyer/").status_code == 405
    assert not WaitingFollow.objects.exists()
    assert not Follow.objects.exists()
    # Nor did that use up an attempt, or send a second letter.
    assert {one.attempts for one in FollowRequest.objects.all()} == {0}
    assert len(letters_to()) == 1


def test_wrong_codes_are_counted_then_refused(client: Client) -> None:
    waiting = asked(client, make_petition())
    typed = {"code": wrong(code_for())}
    answers = [client.post(waiting, typed) for _ in range(5)]
    assert [one.status_code for one in answers] == [422] * 4 + [429]
    assert "Il vous reste 4 essais." in answers[0].text.replace("\N{NO-BREAK SPACE}", " ")
    refused = client.post(waiting, {"code": code_for()})
    assert refused.status_code == 429
    assert "Ouvrez le lien du courriel" in refused.text


def test_wrong_codes_behind_the_letter_do_not_lead_back_to_the_letter(client: Client) -> None:
    asked(client, make_petition())
    page, typed = f"/suivi/{link_for()}/", {"code": wrong(code_for())}
    refused = [client.post(page, typed) for _ in range(5)][-1]
    assert refused.status_code == 429
    assert "Recommencez depuis la page" in refused.text
    assert "Ouvrez le lien du courriel" not in refused.text


@pytest.mark.parametrize("typed", ["", "x", "a@b", "a" * 400 + "@example.org", "\x00@example.org"])
def test_a_wrong_address_is_named_beside_its_field(client: Client, typed: str) -> None:
    response = client.post(page_of(make_petition()), {"email": typed})
    assert response.status_code == 422
    assert 'href="#id_email"' in response.text
    assert not FollowRequest.objects.exists()


def test_what_is_made_up_and_what_is_too_old_leads_nowhere(client: Client) -> None:
    assert client.get(f"/suivi/{'A' * 43}/").status_code == 404
    assert client.post(f"/suivi/{'A' * 43}/renvoyer/").status_code == 404
    long_ago = timezone.now() - timedelta(days=8)
    old = ask_for_news(petition=make_petition(), address=ADA, at=long_ago)
    assert client.get(f"/suivi/{old.reference}/").status_code == 410
    assert client.post(f"/suivi/{old.reference}/renvoyer/").status_code == 410


def test_another_site_may_not_ask(client: Client) -> None:
    petition = make_petition()
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = client.post(page_of(petition), {"email": ADA}, headers=foreign)
    assert answer.status_code == 403
    assert not FollowRequest.objects.exists()


def test_a_crowded_network_waits_for_its_letters() -> None:
    SigningLimit.objects.create(reach="site", seconds=7200, wishes=1, pause=600)
    petition = make_petition()
    for name in ["ada", "grace"]:
        address = f"{name}@example.org"
        ask_for_news(petition=petition, address=address, at=NOW, network="192.0.2.0/24")
    due = OutboxLetter.objects.order_by("not_before").values_list("not_before", flat=True)
    assert list(due) == [NOW, NOW + timedelta(minutes=10)]


def test_aliases_of_one_mailbox_share_its_letters() -> None:
    petition = make_petition()
    for address in ["ada@gmail.com", "a.d.a+2@gmail.com"]:
        ask_for_news(petition=petition, address=address, at=NOW)
    assert OutboxLetter.objects.count() == 1


def test_the_timeline_leads_to_it(client: Client) -> None:
    petition = make_petition()
    assert f'href="{page_of(petition)}"' in client.get(f"/petitions/{petition.slug}/chiffres/").text
