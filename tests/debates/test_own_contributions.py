"""What authors see and do of their own words, and nobody else of theirs."""

import pytest
from django.test import Client

from accounts.models import User
from debates.models import Contribution
from debates.services import close_debate, revise, withdraw
from moderation.models import Item
from tests.factories.debates import (
    NOW,
    make_author,
    make_contribution,
    make_debate,
    publish,
    refuse,
)

pytestmark = pytest.mark.django_db


def path_of(contribution: Contribution, step: str) -> str:
    return f"/debats/{contribution.debate.slug}/participer/{step}/{contribution.pk}/"


def own_page(client: Client, author: User, contribution: Contribution) -> str:
    client.force_login(author)
    path = f"/debats/{contribution.debate.slug}/participer/mes-contributions/"
    return client.get(path).content.decode()


def test_authors_see_what_waits(client: Client) -> None:
    author = make_author()
    html = own_page(client, author, make_contribution(author, body="Mes mots."))
    assert "Mes mots." in html
    assert "en attente de relecture" in html


def test_authors_find_the_reason_of_a_refusal(client: Client) -> None:
    author = make_author()
    contribution = refuse(make_contribution(author))
    decision = contribution.item.decision
    assert decision is not None
    assert decision.get_absolute_url() in own_page(client, author, contribution)


def test_nobody_sees_what_another_person_wrote_there(client: Client) -> None:
    contribution = make_contribution(make_author(), body="Mes mots.")
    assert "Mes mots." not in own_page(client, make_author(), contribution)


def test_own_contributions_come_page_by_page(client: Client) -> None:
    author, debate = make_author(), make_debate()
    made = [publish(make_contribution(author, debate=debate)) for _ in range(21)]
    assert f"?avant={made[1].pk}" in own_page(client, author, made[0])


@pytest.mark.parametrize("step", ["recu", "corriger", "retirer"])
def test_a_stranger_finds_nobody_s_pages(client: Client, step: str) -> None:
    contribution = publish(make_contribution(make_author()))
    path = path_of(contribution, step)
    assert client.get(path).headers["Location"].startswith("/compte/connexion/")
    client.force_login(make_author())
    assert client.get(path).status_code == 404
    assert client.post(path).status_code in {404, 405}
    assert contribution.revisions.exists()


def test_an_author_corrects_after_a_last_look(client: Client) -> None:
    author = make_author(trusted=True)
    contribution = make_contribution(author, body="Premier jet.")
    client.force_login(author)
    path = path_of(contribution, "corriger")
    assert "Premier jet." in client.get(path).content.decode()
    typed = {"body": "Mieux dit.", "number": "1"}
    assert "Mieux dit." in client.post(path, typed | {"step": "preview"}).content.decode()
    assert contribution.revisions.count() == 1
    assert client.post(path, typed | {"step": "send"}).status_code == 302
    assert [revision.body for revision in contribution.revisions.all()] == [
        "Premier jet.",
        "Mieux dit.",
    ]


def test_a_correction_from_an_old_window_is_given_back(client: Client) -> None:
    author = make_author(trusted=True)
    contribution = make_contribution(author)
    revise(contribution=contribution, body="Mieux dit.", number=1, at=NOW)
    client.force_login(author)
    typed = {"body": "Autre idée.", "number": "1", "step": "send"}
    response = client.post(path_of(contribution, "corriger"), typed)
    assert response.status_code == 409
    assert "Autre idée." in response.content.decode()


@pytest.mark.parametrize("number", ["", "0", "x", "99999999999"])
def test_a_garbage_revision_number_is_refused(client: Client, number: str) -> None:
    author = make_author()
    contribution = make_contribution(author)
    client.force_login(author)
    typed = {"body": "Autre idée.", "number": number, "step": "send"}
    assert client.post(path_of(contribution, "corriger"), typed).status_code == 422


def test_nothing_is_corrected_once_the_debate_is_over(client: Client) -> None:
    author = make_author()
    contribution = make_contribution(author)
    close_debate(debate=contribution.debate, at=NOW)
    client.force_login(author)
    assert client.get(path_of(contribution, "corriger")).status_code == 410


def test_what_was_taken_back_has_nothing_to_correct(client: Client) -> None:
    author = make_author()
    contribution = make_contribution(author)
    withdraw(contribution=contribution, at=NOW)
    client.force_login(author)
    assert client.get(path_of(contribution, "corriger")).status_code == 410


def test_taking_back_asks_first(client: Client) -> None:
    author = make_author()
    contribution = publish(make_contribution(author))
    client.force_login(author)
    assert client.get(path_of(contribution, "retirer")).status_code == 200
    assert contribution.revisions.exists()


def test_an_author_takes_words_back_even_from_a_finished_debate(client: Client) -> None:
    author = make_author()
    contribution = publish(make_contribution(author))
    close_debate(debate=contribution.debate, at=NOW)
    client.force_login(author)
    assert client.post(path_of(contribution, "retirer")).status_code == 302
    assert Item.objects.get(pk=contribution.item_id).state == Item.State.REMOVED
    assert client.get(contribution.get_absolute_url()).status_code == 410
