"""The list of petitions, their timeline, and every version of what people sign."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from petitions.errors import AmendmentUnexplained, WrongStatus
from petitions.models import Event, Petition
from petitions.services import (
    amend_petition,
    archive_petition,
    close_petition,
    record_answer,
    record_dispatch,
)
from tests.factories.petitions import NOW, make_draft_petition, make_petition

pytestmark = pytest.mark.django_db
NOTE = "Ajoute les maternités au texte."


def amend(petition: Petition, *, text: str = "Un autre texte.", note: str = NOTE) -> Petition:
    return amend_petition(
        petition=petition,
        title=petition.title,
        text=text,
        details=petition.details,
        addressees=petition.addressees,
        note=note,
        at=NOW,
    )


def test_the_list_shows_what_the_public_may_read(client: Client) -> None:
    draft = make_draft_petition(title="Un brouillon")
    opened, closed = make_petition(title="Une ouverte"), make_petition(title="Une close")
    close_petition(petition=closed, at=NOW)
    html = client.get("/petitions/").content.decode()
    assert opened.title in html
    assert closed.title in html
    assert draft.title not in html
    assert closed.title not in client.get("/petitions/?etat=ouvertes").content.decode()
    assert opened.title not in client.get("/petitions/?etat=closes").content.decode()


@pytest.mark.parametrize("query", ["etat=x", "etat=%00"])
def test_a_filter_that_does_not_exist_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/petitions/?{query}").status_code == 404


def test_a_position_that_is_no_number_is_refused(client: Client) -> None:
    assert client.get("/petitions/?apres=x").status_code == 400


def test_the_list_is_the_same_for_everybody_and_paged_by_key(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    petitions = [make_petition(title=f"Pétition numéro {number}") for number in range(21)]
    with django_assert_num_queries(2):
        response = client.get("/petitions/")
    assert "Set-Cookie" not in response
    assert "Cookie" not in response.get("Vary", "")
    assert f"?apres={petitions[1].pk}" in response.content.decode()
    assert petitions[0].title in client.get(f"/petitions/?apres={petitions[1].pk}").content.decode()


def test_the_newest_is_what_opened_last_however_long_it_was_drafted(client: Client) -> None:
    older = make_petition(title="Ouverte longtemps", opens_at=NOW - timedelta(days=40))
    opened = [make_petition(title=f"Pétition numéro {number}") for number in range(20)]
    Petition.objects.filter(pk=opened[-1].pk).update(opens_at=NOW - timedelta(days=50))
    html = client.get("/petitions/").text
    assert older.title in html
    assert opened[-1].title not in html
    rest = client.get(f"/petitions/?apres={older.pk}").text
    assert opened[-1].title in rest
    assert opened[0].title not in rest


def test_a_position_that_is_no_petition_is_refused(client: Client) -> None:
    assert client.get("/petitions/?apres=123456789").status_code == 400


def test_an_amendment_is_a_new_version_that_says_what_changes(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    petition = make_petition()
    amended = amend(petition)
    assert (amended.version, amended.text) == (2, "Un autre texte.")
    with django_assert_max_num_queries(4):
        html = client.get(f"/petitions/{petition.slug}/versions/").content.decode()
    for words in [petition.text, "Un autre texte.", NOTE, petition.text_sha256]:
        assert words in html
    assert amended.text_sha256 in html
    assert NOTE in client.get(f"/petitions/{petition.slug}/chiffres/").content.decode()


def test_an_amendment_without_its_sentence_is_refused() -> None:
    petition = make_petition()
    with pytest.raises(AmendmentUnexplained):
        amend(petition, note="Un mot")
    petition.refresh_from_db()
    assert petition.version == 1


def test_nothing_to_change_is_no_new_version() -> None:
    petition = make_petition()
    assert amend(petition, text=petition.text, note="").version == 1


def test_a_closed_petition_is_amended_no_more() -> None:
    petition = make_petition()
    close_petition(petition=petition, at=NOW)
    with pytest.raises(WrongStatus):
        amend(petition)


def test_a_closed_petition_is_archived_once_and_an_open_one_never() -> None:
    petition = make_petition()
    with pytest.raises(WrongStatus):
        archive_petition(petition=petition, at=NOW)
    close_petition(petition=petition, at=NOW)
    archive_petition(petition=petition, at=NOW)
    assert petition.status == Petition.Status.ARCHIVED
    with pytest.raises(WrongStatus):
        archive_petition(petition=petition, at=NOW)


def test_a_petition_that_was_answered_closes_as_answered() -> None:
    petition = make_petition()
    dispatch = record_dispatch(
        petition=petition, addressee=petition.addressees[0], sent_on=NOW.date(), at=NOW
    )
    record_answer(
        dispatch=dispatch,
        answered_on=NOW.date(),
        summary="Non.",
        answer="Nous ne le ferons pas.",
        source_url="",
        at=NOW,
    )
    close_petition(petition=petition, at=NOW)
    assert petition.status == Petition.Status.ANSWERED


def test_a_timeline_says_the_newest_first_and_nothing_still_to_come(client: Client) -> None:
    petition = make_petition()
    Event.objects.create(
        petition=petition, kind=Event.Kind.NEWS, at=NOW - timedelta(days=1), note="Une réunion."
    )
    Event.objects.create(
        petition=petition, kind=Event.Kind.MEETING, at=NOW + timedelta(days=900), note="Plus tard."
    )
    html = client.get(f"/petitions/{petition.slug}/chiffres/").content.decode()
    assert html.index("Une réunion.") < html.index("Ouverte à la signature")
    assert "Plus tard." not in html


def test_a_draft_has_no_versions_to_read(client: Client) -> None:
    draft = make_draft_petition()
    assert client.get(f"/petitions/{draft.slug}/versions/").status_code == 404
