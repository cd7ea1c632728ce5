"""Draft, open, closed: what may change, and what no longer does."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from petitions.errors import PetitionIsFrozen, WrongStatus
from petitions.models import Petition
from petitions.services import close_petition, edit_petition, open_petition
from tests.factories.petitions import NOW, make_draft_petition, make_petition

pytestmark = pytest.mark.django_db
FIELDS = ["title", "slug", "text", "addressees", "proposal_path", "opens_at", "closes_at"]


def edit(petition: Petition, **changes: Any) -> Petition:
    kept = {name: getattr(petition, name) for name in FIELDS}
    return edit_petition(petition=petition, **(kept | changes))


def test_opening_freezes_the_text_under_its_hash() -> None:
    petition = make_petition()
    assert petition.text_sha256 == hashlib.sha256(petition.text.encode()).hexdigest()
    assert petition.was_opened


@pytest.mark.parametrize(
    "changes",
    [{"text": "Autre chose."}, {"title": "Autre"}, {"slug": "autre"}, {"addressees": ["Autre"]}],
)
def test_an_open_petition_keeps_what_people_sign(changes: dict[str, Any]) -> None:
    petition = make_petition()
    with pytest.raises(PetitionIsFrozen):
        edit(petition, **changes)


def test_an_open_petition_may_end_later() -> None:
    petition = make_petition()
    later = petition.closes_at + timedelta(days=1)
    assert edit(petition, closes_at=later).closes_at == later


def test_a_draft_may_change() -> None:
    assert edit(make_draft_petition(), text="Mieux dit.").text == "Mieux dit."


def test_a_text_changed_since_it_was_read_is_not_opened() -> None:
    read = make_draft_petition()
    edit(read, text="Mieux dit.")
    with pytest.raises(WrongStatus):
        open_petition(petition=read, at=NOW)


def test_a_petition_opens_once_and_closes_once() -> None:
    petition = make_petition()
    with pytest.raises(WrongStatus):
        open_petition(petition=petition, at=NOW)
    close_petition(petition=petition, at=NOW)
    assert petition.closes_at == NOW
    with pytest.raises(WrongStatus):
        close_petition(petition=petition, at=NOW)


def test_a_closed_petition_does_not_end_anew() -> None:
    petition = make_petition()
    close_petition(petition=petition, at=NOW)
    with pytest.raises(PetitionIsFrozen):
        edit(petition, closes_at=NOW + timedelta(days=9))


def test_a_petition_closes_after_it_opens() -> None:
    with pytest.raises(IntegrityError, match="petition_closes_after_it_opens"):
        make_draft_petition(opens_at=NOW, closes_at=NOW)


def test_an_open_petition_without_a_hash_cannot_be_stored() -> None:
    petition = make_draft_petition()
    with pytest.raises(IntegrityError, match="petition_hash_from_opening_on"):
        Petition.objects.filter(pk=petition.pk).update(status=Petition.Status.OPEN)


def test_sql_and_rows_agree_on_what_is_open() -> None:
    petition = make_petition()
    edges = [petition.opens_at, petition.closes_at]
    moments = [edge + timedelta(seconds=offset) for edge in edges for offset in (-1, 0, 1)]
    for moment in moments:
        in_sql = Petition.objects.open_at(moment).filter(pk=petition.pk).exists()
        assert in_sql == petition.accepts_signatures_at(moment)
