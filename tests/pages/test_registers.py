"""Registers at the desk: the services decide, and what they refuse is said above the form."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from debates.models import Debate
from moderation.models import Article
from petitions.models import Petition
from tests.factories.committees import make_committee
from tests.factories.debates import make_debate
from tests.factories.debates import make_draft as make_draft_debate
from tests.factories.moderation import make_article
from tests.factories.petitions import NOW, make_draft_petition, make_petition
from tests.factories.transparency import make_draft, make_fact, make_source, make_topic
from tests.pages.desk import editor, form_at, said
from transparency.models import ArchivedDocument, Fact, Source
from transparency.services.archiving import fingerprint

pytestmark = pytest.mark.django_db


def send(client: Client, register: str, row: Model, **typed: str) -> str:
    """Send the form of `row` back with what was `typed`; return the answer, followed."""
    address = f"/gestion/{register}/edit/{row.pk}/"
    form = form_at(client, address) | typed
    return said(client.post(address, form, follow=True))


def test_a_public_fact_changes_with_a_reason() -> None:
    fact = make_fact(value="15,4")
    send(editor(), "faits", fact, value="16", reason="Chiffre de 2025.")
    fact.refresh_from_db()
    assert fact.value == "16"
    assert fact.revisions.latest("number").reason == "Chiffre de 2025."


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"value": "16"}, "Ce fait est public : écrivez la raison du changement."),
        ({"as_of": "hier", "reason": "Faute."}, "Écrivez la date comme 2022-03-24"),
        ({"step": "publish", "reason": "Faute."}, "Cette étape n’est pas possible pour ce fait."),
        ({"step": "withdraw"}, "Ce fait est public : écrivez la raison du changement."),
    ],
)
def test_what_the_register_refuses_is_said_above_the_form(
    typed: dict[str, str], refusal: str
) -> None:
    fact = make_fact(value="15,4")
    assert refusal in send(editor(), "faits", fact, **typed)
    assert Fact.objects.get().version == fact.version


def test_two_editors_do_not_overwrite_each_other() -> None:
    fact, client = make_fact(value="15,4"), editor()
    form = form_at(client, f"/gestion/faits/edit/{fact.pk}/")
    send(editor(), "faits", fact, value="16", reason="Chiffre de 2025.")
    late = form | {"value": "17", "reason": "Autre chiffre."}
    html = said(client.post(f"/gestion/faits/edit/{fact.pk}/", late))
    assert "Quelqu’un vient de changer ce fait." in html
    assert Fact.objects.get().value == "16"


def test_a_fact_needs_a_source_that_opens_to_be_published() -> None:
    fact = make_draft(source=make_source(url=""))
    html = send(editor(), "faits", fact, step="publish")
    assert "Un fait se publie avec une source que chacun peut ouvrir." in html
    assert not Fact.objects.get().is_published


def test_a_source_that_people_saw_stays() -> None:
    fact = make_fact()
    html = send(editor(), "sources", fact.source, title="Autre")
    assert "Cette source est déjà publiée avec un fait." in html
    assert Source.objects.get().title != "Autre"


@pytest.mark.parametrize(
    ("register", "make"), [("themes", make_topic), ("comites", make_committee)]
)
def test_an_address_that_is_taken_is_refused_in_french(
    register: str, make: Callable[..., Any]
) -> None:
    taken = make(slug="pris")
    client = editor()
    form = form_at(client, f"/gestion/{register}/edit/{taken.pk}/") | {"slug": "pris"}
    response = client.post(f"/gestion/{register}/new/", form)
    assert response.status_code == 422
    assert "existe déjà" in said(response)
    assert type(taken).objects.count() == 1


def test_a_committee_says_its_date_in_figures() -> None:
    committee = make_committee()
    html = send(editor(), "comites", committee, source_date="hier")
    assert "Écrivez la date comme 2022-03-24, 2022-03 ou 2022." in html


def test_what_is_signed_no_longer_changes() -> None:
    petition = make_petition()
    html = send(editor(), "petitions", petition, text="Autre chose.")
    assert "Pour changer le texte, choisissez" in html
    assert Petition.objects.get().text == petition.text


def test_what_is_debated_no_longer_changes() -> None:
    debate = make_debate()
    html = send(editor(), "debats", debate, question="Autre chose ?")
    assert "Ce débat a été ouvert : sa question et son adresse ne changent plus." in html
    assert Debate.objects.get().question == debate.question


@pytest.mark.parametrize(
    ("register", "make"), [("petitions", make_draft_petition), ("debats", make_draft_debate)]
)
def test_what_closes_opens_before(register: str, make: Callable[..., Any]) -> None:
    row = make()
    html = send(editor(), register, row, closes_at="2019-01-01 10:00")
    assert "La clôture vient après l’ouverture." in html
    row.refresh_from_db()
    assert row.closes_at > row.opens_at


@pytest.mark.parametrize(
    ("register", "make"), [("petitions", make_draft_petition), ("debats", make_draft_debate)]
)
def test_a_draft_is_opened_then_closed(register: str, make: Callable[..., Any]) -> None:
    row = make(opens_at=NOW - timedelta(days=365 * 3))
    client = editor()
    for step, status in [("open", "open"), ("close", "closed")]:
        send(client, register, row, step=step, sure="on")
        row.refresh_from_db()
        assert row.status == status


def test_a_draft_cannot_be_closed() -> None:
    html = send(editor(), "debats", make_draft_debate(), step="close")
    assert "Cette étape n’est pas possible pour ce débat." in html


def test_an_article_keeps_its_number() -> None:
    article = make_article()
    send(editor(), "charte", article, number="7", text="Ni insulte, ni menace.")
    assert list(Article.objects.values_list("number", "text")) == [(1, "Ni insulte, ni menace.")]


def test_a_new_article_does_not_overwrite_another() -> None:
    kept, client = make_article(), editor()
    form = {"number": "1", "title": "Autre", "text": "Autre."}
    assert "existe déjà" in said(client.post("/gestion/charte/new/", form))
    assert Article.objects.get().text == kept.text


def test_a_pasted_text_is_kept_to_the_letter() -> None:
    text, client = "\n# Titre\n\n  Premier paragraphe.\nFin.\n\n", editor()
    form = {"title": "Titre", "publisher": "Une association", "published_on": "2022-03-24"}
    client.post("/gestion/textes-archives/new/", form | {"text": text.replace("\n", "\r\n")})
    document = ArchivedDocument.objects.get()
    assert (document.text, document.sha256) == (text, fingerprint(text))
    assert document.sha256 in said(client.get("/gestion/textes-archives/"))


def test_a_blank_text_is_refused() -> None:
    form = {"title": "Titre", "publisher": "Une association", "published_on": "2022-03-24"}
    html = said(editor().post("/gestion/textes-archives/new/", form | {"text": "  \r\n"}))
    assert "Ce texte est vide ou illisible." in html
    assert not ArchivedDocument.objects.exists()
