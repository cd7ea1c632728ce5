"""The public pages of debates: what they show, to everybody alike, at a bounded price."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from debates.models import Contribution, Debate
from debates.services import close_debate, open_debate, withdraw
from debates.threads import ROOTS_PER_PAGE
from tests.factories.debates import (
    NOW,
    make_author,
    make_busy_debate,
    make_contribution,
    make_debate,
    make_draft,
    publish,
    refuse,
)

pytestmark = pytest.mark.django_db
LIGHT = 100_000


def page(client: Client, debate: Debate, query: str = "") -> str:
    response = client.get(f"/debats/{debate.slug}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def shown(html: str) -> list[int]:
    """Return the keys of the contributions on a page, in order."""
    return [int(key) for key in re.findall(r'id="contribution-(\d+)"', html)]


@pytest.mark.parametrize("path", ["", "contributions/1/", "contributions/1/r/1/"])
def test_a_draft_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/debats/{make_draft().slug}/{path}").status_code == 404


def test_a_public_page_is_the_same_for_everybody(client: Client) -> None:
    author = make_author()
    contribution = publish(make_contribution(author))
    client.force_login(author)
    for path in [
        "/debats/",
        contribution.debate.get_absolute_url(),
        contribution.get_absolute_url(),
    ]:
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Cache-Control"].startswith("public")


def test_hidden_text_is_gone_in_five_seconds(client: Client) -> None:
    contribution = publish(make_contribution(make_author()))
    for path in [contribution.debate.get_absolute_url(), contribution.get_absolute_url()]:
        assert client.get(path).headers["Cache-Control"] == "public, max-age=5"


def test_waiting_and_refused_contributions_are_not_shown(client: Client) -> None:
    debate = make_debate()
    make_contribution(make_author(), debate=debate, body="En attente")
    refuse(make_contribution(make_author(), debate=debate, body="Hors sujet"))
    html = page(client, debate)
    assert shown(html) == []
    assert "En attente" not in html
    assert "Hors sujet" not in html


def test_a_contribution_gone_keeps_its_place_for_its_replies(client: Client) -> None:
    root = publish(make_contribution(make_author(), body="Mes mots."))
    reply = publish(make_contribution(make_author(), parent=root))
    withdraw(contribution=root, at=NOW)
    html = page(client, root.debate)
    assert shown(html) == [root.pk, reply.pk]
    assert "retirée par son auteur" in html
    assert "Mes mots." not in html


def test_readers_choose_arguments_for_against_or_questions(client: Client) -> None:
    debate, author = make_debate(), make_author()
    kinds = Contribution.Kind
    made = {
        kind: publish(make_contribution(author, debate=debate, kind=kind)).pk
        for kind in [kinds.FOR, kinds.AGAINST, kinds.QUESTION]
    }
    assert shown(page(client, debate, "?voir=pour")) == [made[kinds.FOR]]
    assert shown(page(client, debate, "?voir=contre")) == [made[kinds.AGAINST]]
    assert shown(page(client, debate, "?voir=questions")) == [made[kinds.QUESTION]]


def test_every_contribution_is_reached_once_page_after_page(client: Client) -> None:
    debate = make_busy_debate(threads=45)
    seen: list[int] = []
    query: str | None = ""
    while query is not None:
        html = page(client, debate, query)
        seen += shown(html)
        following = re.search(r'href="(\?avant=\d+)"', html)
        query = following[1] if following else None
    assert sorted(seen) == sorted(debate.contributions.values_list("pk", flat=True))


def test_a_thread_shows_its_first_replies_and_says_how_many_more(client: Client) -> None:
    root = publish(make_contribution(make_author()))
    replies = [publish(make_contribution(make_author(), parent=root)) for _ in range(4)]
    html = page(client, root.debate)
    assert shown(html) == [root.pk, replies[0].pk, replies[1].pk]
    assert "Lire les 4 réponses" in html


def test_a_busy_debate_is_five_queries_and_a_light_page(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    debate = make_busy_debate(threads=100)
    with django_assert_num_queries(5):
        response = client.get(debate.get_absolute_url())
    assert len(response.content) <= LIGHT
    assert len(shown(response.content.decode())) == 2 * ROOTS_PER_PAGE


@pytest.mark.parametrize("body", ["Le dossier médical. " * 75, "& " * 750, "*a* " * 375])
def test_the_longest_texts_still_make_a_light_page(client: Client, body: str) -> None:
    debate = make_busy_debate(threads=30, body=body)
    response = client.get(debate.get_absolute_url())
    assert len(response.content) <= LIGHT
    assert shown(response.content.decode())


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?avant=x", 400),
        ("?avant=-1", 400),
        ("?avant=99999999999999999999999", 400),
        ("?avant=1", 200),
        ("?voir=tout", 404),
        ("?voir=%00", 404),
    ],
)
def test_garbage_in_the_address_is_said(client: Client, query: str, status: int) -> None:
    assert client.get(f"/debats/{make_debate().slug}/{query}").status_code == status


def test_the_introduction_is_shown_with_its_proposal(client: Client) -> None:
    html = page(client, make_debate(introduction="Un **fait** vérifié."))
    assert "<strong>fait</strong>" in html
    assert 'href="/propositions/un-debat-public/"' in html


def test_an_open_debate_invites_to_write_above_the_contributions(client: Client) -> None:
    contribution = publish(make_contribution(make_author()))
    html = page(client, contribution.debate)
    link = f'href="/debats/{contribution.debate.slug}/participer/"'
    assert html.index(link) < html.index(f'id="contribution-{contribution.pk}"')


def test_a_finished_debate_can_be_read_and_invites_nobody(client: Client) -> None:
    contribution = publish(make_contribution(make_author()))
    close_debate(debate=contribution.debate, at=NOW)
    html = page(client, contribution.debate)
    assert shown(html) == [contribution.pk]
    assert "participer/" not in html


def test_a_debate_announced_for_later_says_when(client: Client) -> None:
    debate = make_draft(opens_at=NOW + timedelta(days=3000), closes_at=NOW + timedelta(days=4000))
    open_debate(debate=debate, at=NOW)
    html = page(client, debate)
    assert "n’est pas encore ouvert" in html
    assert "participer/" not in html


def test_an_author_whose_name_begins_with_a_vowel_needs_no_elision(client: Client) -> None:
    author = make_author()
    author.pseudonym = "Acacia 5880"
    author.save()
    contribution = publish(make_contribution(author))
    assert "par Acacia" in page(client, contribution.debate)
