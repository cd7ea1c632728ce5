"""« Je n’ai rien reçu », and the sheet of paper to sign instead."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.models import OutboxLetter
from petitions.models import SignatureRequest
from petitions.services import close_petition
from tests.factories.petitions import ask, confirm, make_draft_petition, make_petition

pytestmark = pytest.mark.django_db


def page_of(wish: SignatureRequest) -> str:
    return f"/petitions/{wish.petition.slug}/confirmer/{wish.reference}/rien-recu/"


def test_the_page_offers_the_address_another_letter_and_paper(client: Client) -> None:
    wish = ask(make_petition(), at=timezone.now())
    waiting = client.get(page_of(wish).removesuffix("rien-recu/")).text
    assert f'href="{page_of(wish)}"' in waiting
    page = client.get(page_of(wish))
    assert "ada@example.org" in page.text
    assert "5 fois au plus. Ensuite, il" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    for way_out in ("corriger/", "renvoyer/"):
        assert f'{page_of(wish).replace("rien-recu/", way_out)}"' in page.text
    assert 'href="/comites/"' in page.text
    assert f'href="/petitions/{wish.petition.slug}/papier/"' in page.text
    assert "no-store" in page["Cache-Control"]
    assert not client.cookies


@pytest.mark.parametrize(("domain", "asks"), [("gmial.com", True), ("gmail.com", False)])
def test_a_domain_that_looks_misspelt_is_asked_about(
    client: Client, domain: str, asks: bool
) -> None:
    wish = ask(make_petition(), address=f"ada@{domain}", at=timezone.now())
    for address in (page_of(wish), page_of(wish).removesuffix("rien-recu/")):
        assert ("Relisez la fin de votre adresse" in client.get(address).text) is asks


def test_the_page_says_when_to_ask_again(client: Client) -> None:
    before = timezone.localtime() + timedelta(minutes=10)
    page = client.get(page_of(ask(make_petition(), at=timezone.now()))).text
    after = timezone.localtime() + timedelta(minutes=10)
    assert any(
        f"Demandez-le à {moment:%-H\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}%M}." in page
        for moment in (before, after)
    )


@pytest.mark.parametrize("minutes", [0, 5, 60])
def test_the_page_does_not_tell_when_the_address_was_written_to(
    client: Client, minutes: int
) -> None:
    petition, at = make_petition(), timezone.now()
    ask(petition, at=at - timedelta(minutes=minutes))
    shown = client.get(page_of(ask(petition, at=at))).context["again_at"]
    assert abs(shown - timezone.now() - timedelta(minutes=10)) < timedelta(minutes=1)


def test_opening_the_page_changes_nothing(client: Client) -> None:
    wish = ask(make_petition(), at=timezone.now())
    before = SignatureRequest.objects.values().get(), OutboxLetter.objects.count()
    for _ in range(3):
        client.get(page_of(wish))
        client.head(page_of(wish))
        assert client.post(page_of(wish), {"code": wish.code}).status_code == 405
    assert (SignatureRequest.objects.values().get(), OutboxLetter.objects.count()) == before


def test_who_confirmed_is_led_to_what_says_so(client: Client) -> None:
    wish = ask(make_petition(), at=timezone.now())
    confirm(wish, at=timezone.now())
    assert client.get(page_of(wish))["Location"] == page_of(wish).removesuffix("rien-recu/")


@pytest.mark.parametrize("reference", ["a", "A" * 43, "-" * 43])
def test_a_made_up_reference_opens_nothing(client: Client, reference: str) -> None:
    address = f"/petitions/{make_petition().slug}/confirmer/{reference}/rien-recu/"
    assert client.get(address).status_code == 404


def test_an_expired_wish_says_so(client: Client) -> None:
    wish = ask(make_petition(), at=timezone.now() - timedelta(days=8))
    assert client.get(page_of(wish)).status_code == 410


def test_the_page_asks_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = page_of(ask(make_petition(), at=timezone.now()))
    with django_assert_num_queries(1):
        client.get(address)


def test_the_paper_has_the_text_its_hash_and_lines_to_fill_in(client: Client) -> None:
    petition = make_petition()
    page = client.get(f"/petitions/{petition.slug}/papier/")
    assert "Nous demandons un débat public" in page.text
    assert petition.text_sha256 in page.text
    assert page.text.count('class="blank"') == 3
    assert "/comites/" in page.text
    assert page["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in page.get("Vary", "")
    assert "<script" not in page.text


def test_there_is_no_paper_for_what_nobody_may_sign(client: Client) -> None:
    closed = make_petition()
    close_petition(petition=closed, at=timezone.now())
    assert client.get(f"/petitions/{closed.slug}/papier/").status_code == 410
    assert client.get(f"/petitions/{make_draft_petition().slug}/papier/").status_code == 404


def test_the_paper_asks_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/petitions/{make_petition().slug}/papier/"
    with django_assert_num_queries(1):
        client.get(address)
