"""The private pages where people write: the form, the last look, the receipt."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from debates.models import MAX_CHARACTERS, Contribution, Debate
from debates.services import close_debate, open_debate
from tests.factories.debates import (
    NOW,
    make_author,
    make_debate,
    make_draft,
)

pytestmark = pytest.mark.django_db


def as_author(client: Client, author: User | None = None) -> User:
    """Log `author` in, or somebody new."""
    author = author or make_author()
    client.force_login(author)
    return author


def write(client: Client, debate: Debate, **typed: str) -> Any:
    """Send the form; `step` is « send » unless the test says otherwise."""
    said = {"kind": "for", "body": "Un mot.", "token": str(uuid4()), "step": "send"}
    return client.post(f"/debats/{debate.slug}/participer/", said | typed)


def words_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_stranger_is_led_to_the_log_in_page_and_back(client: Client) -> None:
    path = f"/debats/{make_debate().slug}/participer/"
    for response in [client.get(path), client.post(path)]:
        assert response.status_code == 302
        assert response.headers["Location"] == f"/compte/connexion/?next={path}"


def test_somebody_without_a_public_name_chooses_one_first(client: Client) -> None:
    as_author(client, make_author(pseudonym=None))
    path = f"/debats/{make_debate().slug}/participer/"
    assert client.get(path).headers["Location"] == f"/compte/pseudonyme/?next={path}"


def test_a_form_is_there_for_who_asks_for_its_head_alone(client: Client) -> None:
    author = make_author()
    as_author(client, author)
    debate = make_debate()
    write(client, debate)
    pk = Contribution.objects.get().pk
    for end in ["", f"corriger/{pk}/", f"retirer/{pk}/"]:
        assert client.head(f"/debats/{debate.slug}/participer/{end}").status_code == 200


def test_the_form_is_kept_by_no_cache(client: Client) -> None:
    as_author(client)
    response = client.get(f"/debats/{make_debate().slug}/participer/")
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


def test_the_text_is_shown_once_more_before_it_is_sent(client: Client) -> None:
    as_author(client)
    response = write(client, make_debate(), body="Un *mot*.", step="preview")
    assert "<em>mot</em>" in words_of(response)
    assert 'name="body" value="Un *mot*."' in words_of(response)
    assert not Contribution.objects.exists()


def test_one_may_go_back_to_correct_and_loses_nothing(client: Client) -> None:
    as_author(client)
    html = words_of(write(client, make_debate(), body="Un mot à revoir.", step="edit"))
    assert "<textarea" in html
    assert "Un mot à revoir." in html


def test_sending_leads_to_a_receipt_that_says_it_waits(client: Client) -> None:
    as_author(client)
    response = write(client, make_debate())
    contribution = Contribution.objects.get()
    assert response.status_code == 302
    receipt = words_of(client.get(response.headers["Location"]))
    assert "attend sa relecture" in receipt
    assert contribution.get_absolute_url() in receipt


def test_a_trusted_person_is_told_that_it_is_published(client: Client) -> None:
    as_author(client, make_author(trusted=True))
    response = write(client, make_debate())
    assert "est publiée" in words_of(client.get(response.headers["Location"]))


def test_a_form_sent_again_leads_to_the_same_receipt(client: Client) -> None:
    as_author(client)
    debate, token = make_debate(), str(uuid4())
    locations = {write(client, debate, token=token).headers["Location"] for _ in range(2)}
    assert len(locations) == 1


@pytest.mark.django_db(transaction=True)
def test_posting_is_one_transaction_of_few_queries(client: Client) -> None:
    as_author(client)
    debate = make_debate()
    with CaptureQueriesContext(connection) as captured:
        write(client, debate)
    words = [query["sql"].split()[0] for query in captured.captured_queries]
    assert words.count("BEGIN") == 1
    assert len([word for word in words if word in {"SELECT", "INSERT", "UPDATE", "DELETE"}]) <= 9


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"body": ""}, "Écrivez votre texte."),
        ({"body": " \n\u200b\u2060 "}, "Écrivez votre texte."),
        ({"body": "?!…"}, "Écrivez au moins un mot."),
        ({"body": "a" * (MAX_CHARACTERS + 1)}, "Votre texte est trop long"),
        ({"kind": ""}, "Choisissez"),
        ({"kind": "reply"}, "kind"),
        ({"body": "un\x00deux"}, "body"),
        ({"token": "garbage"}, "token"),
    ],
)
def test_bad_input_is_said_and_nothing_is_stored(
    client: Client, typed: Mapping[str, str], words: str
) -> None:
    as_author(client)
    response = write(client, make_debate(), **typed)
    assert response.status_code == 422
    assert words in words_of(response)
    assert not Contribution.objects.exists()


def test_what_was_typed_is_kept_beside_the_mistake(client: Client) -> None:
    as_author(client)
    assert "Mes mots." in words_of(write(client, make_debate(), kind="", body="Mes mots."))


def test_lines_are_counted_as_people_see_them(client: Client) -> None:
    as_author(client)
    write(client, make_debate(), body="a\r\n" * (MAX_CHARACTERS // 2))
    assert Contribution.objects.with_text().get().text == ("a\n" * (MAX_CHARACTERS // 2)).strip()


def test_nobody_writes_in_a_finished_debate(client: Client) -> None:
    as_author(client)
    debate = make_debate()
    close_debate(debate=debate, at=NOW)
    for response in [client.get(f"/debats/{debate.slug}/participer/"), write(client, debate)]:
        assert response.status_code == 410
        assert "terminé depuis le" in words_of(response)
    assert not Contribution.objects.exists()


def test_nobody_writes_before_the_opening(client: Client) -> None:
    as_author(client)
    debate = make_draft(opens_at=NOW + timedelta(days=3000), closes_at=NOW + timedelta(days=4000))
    open_debate(debate=debate, at=NOW)
    assert "ouvrira le" in words_of(write(client, debate))


def test_a_draft_is_not_found_by_writers_either(client: Client) -> None:
    as_author(client)
    assert write(client, make_draft()).status_code == 404


def test_a_form_of_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    as_author(client)
    assert write(client, make_debate()).status_code == 403
    assert not Contribution.objects.exists()


def test_the_twenty_first_contribution_of_an_hour_is_asked_to_wait(client: Client) -> None:
    as_author(client)
    debate = make_debate()
    answers = [write(client, debate).status_code for _ in range(21)]
    assert answers == [302] * 20 + [429]
