"""What becomes of contributions when their author's account goes."""

import pytest
from django.test import Client

from accounts.export import chapters
from accounts.services import delete_account
from debates.models import Contribution
from moderation.models import Item
from tests.factories.debates import NOW, make_author, make_contribution, publish, refuse

pytestmark = pytest.mark.django_db


def state_of(contribution: Contribution) -> str:
    return Item.objects.get(pk=contribution.item_id).state


def test_public_contributions_stay_without_a_name(client: Client) -> None:
    author = make_author(pseudonym="Tilleul 12")
    contribution = publish(make_contribution(author))
    delete_account(user=author, keep_contributions=True, at=NOW)
    html = client.get(contribution.get_absolute_url()).content.decode()
    assert "compte supprimé" in html
    assert "Tilleul 12" not in html


def test_what_nobody_published_goes_with_the_account() -> None:
    author = make_author()
    waiting, refused = make_contribution(author), refuse(make_contribution(author))
    delete_account(user=author, keep_contributions=True, at=NOW)
    assert state_of(waiting) == Item.State.REMOVED
    assert not refused.revisions.exists()


def test_everything_goes_if_the_person_wants(client: Client) -> None:
    author = make_author()
    contribution = publish(make_contribution(author))
    delete_account(user=author, keep_contributions=False, at=NOW)
    assert not contribution.revisions.exists()
    assert client.get(contribution.get_absolute_url()).status_code == 410


def test_others_words_stay() -> None:
    author = make_author()
    other = publish(make_contribution(make_author()))
    delete_account(user=author, keep_contributions=False, at=NOW)
    assert state_of(other) == Item.State.PUBLISHED


def test_the_export_holds_every_text_of_the_person() -> None:
    author = make_author()
    make_contribution(author, body="Un mot.")
    make_contribution(make_author(), body="Un mot d’une autre personne.")
    [exported] = chapters(author)["contributions"]
    assert [text["texte"] for text in exported["textes"]] == ["Un mot."]
