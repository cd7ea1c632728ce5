"""Permalinks: a contribution inside its thread, and texts frozen for who quotes them."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from debates.models import Contribution
from debates.services import revise, withdraw
from debates.threads import REPLIES_PER_PAGE
from tests.factories.debates import (
    NOW,
    make_author,
    make_contribution,
    make_debate,
    publish,
    refuse,
)

pytestmark = pytest.mark.django_db


def keys_on(client: Client, path: str) -> list[int]:
    html = client.get(path).content.decode()
    return [int(key) for key in re.findall(r'id="contribution-(\d+)"', html)]


def revision_path(contribution: Contribution, number: int) -> str:
    return f"{contribution.get_absolute_url()}r/{number}/"


def make_revised() -> Contribution:
    """A public contribution whose « Premier jet. » became « Mieux dit. »."""
    contribution = make_contribution(make_author(trusted=True), body="Premier jet.")
    revise(contribution=contribution, body="Mieux dit.", number=1, at=NOW)
    return contribution


def test_a_root_comes_with_its_replies(client: Client) -> None:
    root = publish(make_contribution(make_author()))
    reply = publish(make_contribution(make_author(), parent=root))
    assert keys_on(client, root.get_absolute_url()) == [root.pk, reply.pk]


def test_a_reply_comes_under_its_root(client: Client) -> None:
    root = publish(make_contribution(make_author()))
    replies = [publish(make_contribution(make_author(), parent=root)) for _ in range(2)]
    assert keys_on(client, replies[1].get_absolute_url()) == [root.pk, replies[1].pk]


def test_many_replies_come_page_by_page(client: Client) -> None:
    root = publish(make_contribution(make_author()))
    author = make_author()
    replies = [
        publish(make_contribution(author, parent=root)).pk for _ in range(REPLIES_PER_PAGE + 1)
    ]
    path = root.get_absolute_url()
    assert keys_on(client, path) == [root.pk, *replies[:-1]]
    assert keys_on(client, f"{path}?apres={replies[-2]}") == [root.pk, replies[-1]]


def test_a_permalink_is_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    root = publish(make_contribution(make_author()))
    reply, *_ = [publish(make_contribution(make_author(), parent=root)) for _ in range(5)]
    with django_assert_max_num_queries(2):
        client.get(root.get_absolute_url())
    with django_assert_max_num_queries(2):
        client.get(reply.get_absolute_url())


def test_what_waits_is_not_found(client: Client) -> None:
    assert client.get(make_contribution(make_author()).get_absolute_url()).status_code == 404


def test_what_was_refused_is_not_found(client: Client) -> None:
    contribution = refuse(make_contribution(make_author()))
    assert client.get(contribution.get_absolute_url()).status_code == 404


def test_what_was_taken_back_is_gone(client: Client) -> None:
    contribution = publish(make_contribution(make_author(), body="Mes mots."))
    withdraw(contribution=contribution, at=NOW)
    for path in [contribution.get_absolute_url(), revision_path(contribution, 1)]:
        response = client.get(path)
        assert response.status_code == 410
        assert "Mes mots." not in response.content.decode()


def test_replies_to_a_refused_contribution_stay_readable_without_its_text(client: Client) -> None:
    root = publish(make_contribution(make_author(), body="Hors sujet."))
    reply = publish(make_contribution(make_author(), parent=root, body="Ma réponse."))
    refuse(root)
    for path in [root.get_absolute_url(), reply.get_absolute_url()]:
        html = client.get(path).content.decode()
        assert "Ma réponse." in html
        assert "Hors sujet." not in html


def test_a_contribution_is_not_found_under_another_debate(client: Client) -> None:
    contribution = publish(make_contribution(make_author()))
    path = f"/debats/{make_debate().slug}/contributions/{contribution.pk}/"
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("key", ["0", "99999999999999999999999999", "abc", "-1"])
def test_garbage_keys_are_not_found(client: Client, key: str) -> None:
    assert client.get(f"/debats/{make_debate().slug}/contributions/{key}/").status_code == 404
    published = publish(make_contribution(make_author()))
    assert client.get(f"{published.get_absolute_url()}r/{key}/").status_code == 404


def test_a_garbage_position_among_replies_is_said(client: Client) -> None:
    path = publish(make_contribution(make_author())).get_absolute_url()
    assert client.get(f"{path}?apres=%F0%9F%98%80").status_code == 400


def test_each_public_text_keeps_its_own_address(client: Client) -> None:
    contribution = make_revised()
    first = client.get(revision_path(contribution, 1)).content.decode()
    second = client.get(revision_path(contribution, 2)).content.decode()
    assert "Premier jet." in first
    assert "a corrigé ce texte depuis" in first
    assert "Mieux dit." in second
    assert "a corrigé ce texte depuis" not in second


def test_a_correction_is_said_beside_the_text(client: Client) -> None:
    contribution = make_revised()
    html = client.get(contribution.get_absolute_url()).content.decode()
    assert "Premier jet." not in html
    assert revision_path(contribution, 2) in html


def test_a_text_refused_before_the_correction_is_not_found(client: Client) -> None:
    contribution = refuse(make_contribution(make_author(), body="Hors sujet."))
    revise(contribution=contribution, body="Dans le sujet.", number=1, at=NOW)
    publish(contribution)
    assert client.get(revision_path(contribution, 1)).status_code == 404
    assert client.get(revision_path(contribution, 2)).status_code == 200
