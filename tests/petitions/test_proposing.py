"""Anybody writes a proposal: what is typed, what resembles it, drafts, who may see them."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import Role, User
from accounts.services import delete_account
from core.moments import day_fr
from petitions.errors import WrongStatus
from petitions.models import Petition, Review
from petitions.proposal_form import ProposalForm
from petitions.services import open_petition
from tests.factories.accounts import log_in, make_person_with, make_user
from tests.factories.committees import make_committee
from tests.factories.petitions import NOW, make_petition
from tests.factories.proposals import (
    TITLE,
    TYPED,
    make_collecting,
    make_proposal_draft,
    make_review,
)

pytestmark = pytest.mark.django_db
WRITE = "/petitions/participer/proposer/"
OWN = "/petitions/participer/propositions/"


@pytest.fixture
def author(client: Client) -> User:
    user = make_user()
    log_in(client, user, second_factor=False)
    return user


def test_a_stranger_logs_in_before_proposing(client: Client) -> None:
    response = client.get(WRITE)
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/connexion/")


def test_what_is_typed_is_kept_as_a_draft_of_its_author(client: Client, author: User) -> None:
    response = client.post(WRITE, TYPED)
    draft = Petition.objects.get()
    assert response["Location"] == f"{OWN}{draft.pk}/semblables/"
    assert (draft.status, draft.author) == (Petition.Status.DRAFT, author)
    assert draft.addressees == ["Ministère de la Santé", "Agences régionales de santé"]
    assert draft.slug.startswith("un-guichet-humain-dans-chaque-hopital-")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "x" * 81),
        ("title", "…"),
        ("title", "a\x00b"),
        ("text", "x" * 301),
        ("details", "x" * 801),
        ("addressees", " \n "),
        ("addressees", "\n".join(f"Ministère {number}" for number in range(11))),
        ("addressees", "x" * 151),
        ("sources", "javascript:alert(1)"),
        ("sources", "le journal de mardi"),
    ],
)
def test_bad_words_are_named_and_kept(client: Client, author: User, field: str, typed: str) -> None:
    response = client.post(WRITE, TYPED | {field: typed})
    assert response.status_code == 422
    assert f'href="#id_{field}"' in response.content.decode()
    assert not Petition.objects.exists()


@pytest.mark.parametrize(("field", "longest"), [("title", 80), ("text", 300), ("details", 800)])
def test_what_is_too_long_comes_whole_and_says_by_how_much(
    client: Client, author: User, field: str, longest: int
) -> None:
    assert "maxlength" not in client.get(WRITE).text
    typed = "é" * (longest + 12)
    page = client.post(WRITE, TYPED | {field: typed}).text
    assert f"Votre texte a {longest + 12} caractères. Retirez-en 12." in page
    assert typed in page


def test_nobody_has_a_fourth_proposal_under_way(client: Client, author: User) -> None:
    for _ in range(3):
        make_proposal_draft(author)
    response = client.post(WRITE, TYPED)
    assert response.status_code == 409
    assert TYPED["text"] in response.content.decode()
    assert Petition.objects.count() == 3


def test_who_has_three_under_way_reads_it_before_typing_anything(
    client: Client, author: User
) -> None:
    drafts = [make_proposal_draft(author) for _ in range(2)]
    assert 'name="title"' in client.get(WRITE).text
    drafts.append(make_collecting(author))
    page = client.get(WRITE).text
    assert "Vous avez 3 propositions en cours" in page
    assert 'name="title"' not in page
    for draft in drafts:
        assert f'href="{OWN}{draft.pk}/"' in page


def test_the_steps_are_two_whether_or_not_something_resembles(client: Client, author: User) -> None:
    assert "Étape 1 sur 2" in client.get(WRITE).text
    assert "Étape 2 sur 2" in client.post(WRITE, TYPED, follow=True).text


def test_who_looks_for_supporters_reads_until_which_day(client: Client, author: User) -> None:
    petition = make_collecting(author)
    page = client.get(f"{OWN}{petition.pk}/").text
    assert f"Vous avez jusqu’au {day_fr(NOW + timedelta(days=60))}." in page


def test_who_looks_for_supporters_has_ways_to_ask_them(client: Client, author: User) -> None:
    petition = make_collecting(author)
    page = client.get(f"{OWN}{petition.pk}/").text
    asked = quote(f"/petitions/{petition.slug}/participer/soutenir/", safe="")
    assert [page.count(f'href="{way}') for way in ("mailto:", "sms:", "https://wa.me/")] == [1] * 3
    assert page.count(asked) == 3


def test_what_resembles_a_draft_is_shown_without_its_accents(client: Client, author: User) -> None:
    near = make_petition(title="Un guichet humain à l'hopital")
    make_petition(title="Baisser le prix des trains")
    draft = make_proposal_draft(author)
    html = client.get(f"{OWN}{draft.pk}/semblables/").content.decode()
    assert near.get_absolute_url() in html
    assert "trains" not in html
    assert "La mienne est différente" in html


def test_drafts_and_hidden_refusals_resemble_nothing(client: Client, author: User) -> None:
    make_proposal_draft(title=TITLE)
    make_collecting(title=TITLE)
    draft = make_proposal_draft(author)
    response = client.get(f"{OWN}{draft.pk}/semblables/")
    assert response["Location"] == f"{OWN}{draft.pk}/"


def test_a_title_of_signs_that_searches_understand_breaks_nothing(author: User) -> None:
    make_petition(title="Un guichet humain")
    for title in ['"', "or or", "-guichet", "' & | ! :*", "or"]:
        assert list(Petition.objects.public().similar_to(title)[:5]) is not None


def test_a_draft_is_read_again_changed_and_then_shown(client: Client, author: User) -> None:
    draft = make_proposal_draft(author)
    client.post(f"{OWN}{draft.pk}/modifier/", TYPED | {"title": "Un guichet partout"})
    assert "Un guichet partout" in client.get(f"{OWN}{draft.pk}/").content.decode()
    client.post(f"{OWN}{draft.pk}/", {"step": "seek"})
    draft.refresh_from_db()
    assert draft.status == Petition.Status.COLLECTING
    assert client.post(f"{OWN}{draft.pk}/modifier/", TYPED).status_code == 409
    assert client.post(f"{OWN}{draft.pk}/", {"step": "discard"}).status_code == 409
    assert client.post(f"{OWN}{draft.pk}/", {"step": "nonsense"}).status_code == 409


def test_an_address_is_drawn_from_the_last_title(client: Client, author: User) -> None:
    draft = make_proposal_draft(author, title="Un premier titre")
    client.post(f"{OWN}{draft.pk}/modifier/", TYPED | {"title": "L’espace d'accueil"})
    client.post(f"{OWN}{draft.pk}/", {"step": "seek"})
    draft.refresh_from_db()
    assert draft.slug.startswith("l-espace-d-accueil-")


def test_a_draft_is_deleted_for_good(client: Client, author: User) -> None:
    draft = make_proposal_draft(author)
    asked = client.post(f"{OWN}{draft.pk}/", {"step": "discard"})
    assert "Supprimer votre brouillon" in asked.text
    assert Petition.objects.exists()
    client.post(f"{OWN}{draft.pk}/", {"step": "discard", "sure": "1"})
    assert not Petition.objects.exists()


def test_nobody_else_sees_or_changes_a_proposal(client: Client, author: User) -> None:
    other = make_proposal_draft()
    for address in ["", "modifier/", "semblables/"]:
        assert client.get(f"{OWN}{other.pk}/{address}").status_code == 404
    assert client.post(f"{OWN}{other.pk}/", {"step": "seek"}).status_code == 404
    assert client.get(f"/petitions/{other.slug}/").status_code == 404
    assert other.title not in client.get(OWN).content.decode()
    assert other.title not in client.get("/petitions/").content.decode()


def test_an_editor_neither_opens_nor_sees_what_somebody_proposes(client: Client) -> None:
    draft = make_proposal_draft(title="Un brouillon privé")
    log_in(client, make_person_with(Role.Name.EDITOR))
    assert draft.title not in client.get("/gestion/petitions/").content.decode()
    response = client.get(f"/gestion/petitions/edit/{draft.pk}/")
    assert draft.title not in response.content.decode()
    with pytest.raises(WrongStatus):
        open_petition(petition=draft, at=NOW)


def test_an_organiser_proposes_for_their_committee_and_no_other(client: Client) -> None:
    ours, other = make_committee(), make_committee()
    organiser = make_person_with(Role.Name.ORGANISER, scope=ours.scope)
    log_in(client, organiser)
    assert client.post(WRITE, TYPED | {"committee": other.pk}).status_code == 422
    client.post(WRITE, TYPED | {"committee": ours.pk})
    assert Petition.objects.get().committee == ours


def test_who_organises_nothing_speaks_for_themselves() -> None:
    make_committee()
    assert "committee" not in ProposalForm(author=make_user()).fields


def test_a_proposal_is_withdrawn_with_its_supporters_and_review(
    client: Client, author: User
) -> None:
    review = make_review(author)
    asked = client.post(f"{OWN}{review.petition_id}/", {"step": "withdraw"})
    assert '<input type="hidden" name="sure" value="1">' in asked.text
    assert f"<strong>{review.petition.title}</strong>" in asked.text
    assert Review.objects.undecided().exists()
    client.post(f"{OWN}{review.petition_id}/", {"step": "withdraw", "sure": "1"})
    petition = Petition.objects.get()
    assert petition.status == Petition.Status.WITHDRAWN
    assert not petition.supporters.exists()
    assert not petition.reviews.exists()
    assert client.get(f"/petitions/{petition.slug}/").status_code == 404


def test_an_account_shows_and_exports_its_proposals(client: Client, author: User) -> None:
    draft = make_proposal_draft(author, title="Un titre à moi")
    assert draft.title in client.get("/compte/").content.decode()
    assert (
        draft.title
        in json.loads(client.get("/compte/export.json").content)["propositions"]["ecrites"][
            0
        ].values()
    )


def test_proposals_leave_with_the_account_unless_the_public_read_them(author: User) -> None:
    make_proposal_draft(author)
    make_collecting(author)
    opened = make_petition()
    Petition.objects.filter(pk=opened.pk).update(author=author)
    delete_account(user=author, keep_contributions=False, at=NOW)
    assert Petition.objects.get().author is None


@pytest.mark.parametrize(
    "source",
    [
        "https://ministere.example@ailleurs.example/",
        "https://ailleurs.example\\@ministere.example/",
        "https://аррӏе.example/",
        "http://localhost/",
    ],
)
def test_no_source_passes_for_another_site(source: str) -> None:
    form = ProposalForm(TYPED | {"sources": source}, author=make_user())
    assert "n’est pas une adresse de page" in str(form.errors["sources"])
