"""The desk where proposals are read: who may decide, what a decision does, who was faster."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from ledger.models import LogObject
from ledger.sed1.objects import parse_object
from pages.models import ProposalPage
from petitions.models import Petition, RefusalReason, Review
from petitions.services import claim_review, withdraw_proposal
from tests.factories.accounts import log_in, make_moderator, make_person_with, make_user
from tests.factories.core import last_letter
from tests.factories.pages import make_proposals
from tests.factories.petitions import NOW, make_petition
from tests.factories.proposals import EXPLANATION, TITLE, TYPED, make_reason, make_review

pytestmark = pytest.mark.django_db
DESK = "/moderation/propositions/"


@pytest.fixture
def moderator(client: Client) -> User:
    make_proposals()
    user = make_moderator()
    log_in(client, user)
    return user


def accept(client: Client, review: Review, **typed: object) -> int:
    said = {"version": review.version, "outcome": "accepted", "sure": "1"}
    return client.post(f"{DESK}{review.pk}/", said | typed).status_code


def refuse(client: Client, review: Review, because: RefusalReason, **typed: object) -> int:
    said = {"outcome": "refused", "reason": because.pk, "explanation": EXPLANATION, "sure": "1"}
    said |= {"version": review.version}
    return client.post(f"{DESK}{review.pk}/", said | typed).status_code


def outcome_of(review: Review) -> str:
    review.refresh_from_db()
    return review.outcome


def test_strangers_and_organisers_do_not_come_in(client: Client) -> None:
    review = make_review()
    assert client.get(DESK).status_code == 302
    log_in(client, make_person_with(Role.Name.ORGANISER, scope="comite:marmande"))
    assert client.get(DESK).status_code == 403
    assert accept(client, review) == 403
    log_in(client, make_moderator(scope="comite:marmande"))
    assert client.get(DESK).status_code == 403
    assert accept(client, review) == 403
    assert client.post(f"{DESK}{review.pk}/prendre/").status_code == 403
    assert outcome_of(review) == ""


def test_the_desk_of_moderation_says_how_many_proposals_wait(client: Client) -> None:
    log_in(client, make_moderator(scope="comite:marmande"))
    assert DESK not in client.get("/moderation/").text
    log_in(client, make_moderator())
    assert f'<a href="{DESK}">Examen des propositions</a>' in client.get("/moderation/").text
    make_review()
    html = client.get("/moderation/").text
    assert f'<a href="{DESK}">Examen des propositions (1)</a>' in html
    assert "Aucune contribution n’attend." in html


@pytest.mark.usefixtures("moderator")
def test_a_moderator_is_asked_again_before_a_petition_opens(client: Client) -> None:
    review = make_review()
    said = {"version": review.version, "outcome": "accepted"}
    asked = client.post(f"{DESK}{review.pk}/", said).text
    assert "Accepter et ouvrir cette pétition" in asked
    assert f'name="version" value="{review.version}"' in asked
    assert outcome_of(review) == ""


@pytest.mark.usefixtures("moderator")
def test_a_moderator_reads_a_refusal_again_and_may_correct_it(client: Client) -> None:
    review, reason = make_review(), make_reason()
    said = {"version": review.version, "outcome": "refused", "reason": reason.pk}
    said |= {"explanation": EXPLANATION}
    asked = client.post(f"{DESK}{review.pk}/", said).text
    assert "Refuser cette proposition\u202f?" in asked
    assert f"<p>{reason.title}</p>" in asked
    assert f"<p>{EXPLANATION}</p>" in asked
    form = client.post(f"{DESK}{review.pk}/", said | {"sure": "1", "step": "correct"})
    assert form.status_code == 200
    assert f"{EXPLANATION}</textarea>" in form.text
    assert outcome_of(review) == ""


@pytest.mark.usefixtures("moderator")
def test_each_button_of_the_queue_says_what_it_takes(client: Client) -> None:
    for title in ["Un guichet humain", "Des trains <b>la nuit"]:
        make_review(title=title)
    html = client.get(DESK).text
    for title in ["Un guichet humain", "Des trains &lt;b&gt;la nuit"]:
        hidden = f'<span class="visually-hidden">\N{NO-BREAK SPACE}: {title}</span>'
        assert f"Prendre pour examen{hidden}</button>" in html


@pytest.mark.usefixtures("moderator")
def test_a_reviewer_sees_what_resembles_a_proposal_and_the_charter(client: Client) -> None:
    near, far = make_petition(title=TITLE), make_petition(title="Baisser le prix des trains")
    html = client.get(f"{DESK}{make_review().pk}/").text
    assert f'href="{near.get_absolute_url()}"' in html
    assert far.title not in html
    assert 'href="/moderation/charte/"' in html


@pytest.mark.usefixtures("moderator")
def test_a_reason_says_that_it_hides_the_text(client: Client) -> None:
    make_reason(title="Met une personne en cause", hides=True)
    html = client.get(f"{DESK}{make_review().pk}/").text
    assert "Met une personne en cause (le texte ne sera pas montré)" in html


def test_a_moderator_shows_a_second_factor_first(client: Client) -> None:
    review = make_review()
    log_in(client, make_moderator(), second_factor=False)
    assert accept(client, review) == 302
    assert outcome_of(review) == ""


def test_nobody_decides_about_what_they_wrote_or_support(client: Client, moderator: User) -> None:
    own, supported = make_review(moderator), make_review()
    supported.petition.supporters.create(user=moderator, number=6)
    for review in [own, supported]:
        assert client.post(f"{DESK}{review.pk}/prendre/").status_code == 403
        assert accept(client, review) == 403
        assert outcome_of(review) == ""


@pytest.mark.parametrize(
    ("days", "mark"),
    [(6, "Récent"), (7, "À faire"), (11, "Bientôt en retard"), (14, "En retard")],
)
def test_the_desk_says_how_late_it_is(
    client: Client, moderator: User, days: int, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_review(days_ago=days)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    assert mark in client.get(DESK).content.decode()


def test_a_proposal_is_held_by_one_reviewer_for_a_quarter_of_an_hour(
    client: Client, moderator: User
) -> None:
    review, other = make_review(), make_moderator()
    client.post(f"{DESK}{review.pk}/prendre/")
    assert "Reprendre ma lecture" in client.get(DESK).content.decode()
    log_in(client, other)
    assert "En cours de relecture par une autre personne" in client.get(DESK).content.decode()
    assert client.post(f"{DESK}{review.pk}/prendre/").status_code == 409
    review.refresh_from_db()
    assert accept(client, review) == 409
    log_in(client, moderator)
    client.post(f"{DESK}{review.pk}/rendre/")
    log_in(client, other)
    assert client.post(f"{DESK}{review.pk}/prendre/").status_code == 302


def test_accepting_opens_the_petition_and_makes_its_page(client: Client, moderator: User) -> None:
    author = make_user()
    review = make_review(author)
    assert accept(client, review) == 302
    petition = Petition.objects.get()
    assert petition.status == Petition.Status.OPEN
    assert petition.text_sha256
    assert 180 < (petition.closes_at - petition.opens_at).days < 186
    html = client.get(petition.proposal_path).content.decode()
    assert TYPED["details"] in html
    assert "Signer la pétition" in html
    assert not petition.supporters.exists()
    assert last_letter().to == author.email
    assert client.get(petition.get_absolute_url())["Location"] == petition.proposal_path


def test_two_proposals_of_one_title_have_two_pages(client: Client, moderator: User) -> None:
    for _ in range(2):
        assert accept(client, make_review()) == 302
    assert ProposalPage.objects.count() == 2


def test_a_refusal_is_reasoned_logged_and_public(client: Client, moderator: User) -> None:
    author, reason = make_user(), make_reason()
    review = make_review(author)
    assert refuse(client, review, reason) == 302
    review.refresh_from_db()
    said = parse_object(bytes(LogObject.objects.get(digest=review.decision).body))
    assert said.pop("nonce")
    assert said.pop("day")
    assert said == {
        "kind": "petition_review",
        "petition": review.petition_id,
        "round": 1,
        "outcome": "refused",
        "reason": "illisible",
        "explanation": EXPLANATION,
    }
    assert reason.title in last_letter().text
    html = Client().get(f"/petitions/{review.petition.slug}/").content.decode()
    for words in [review.petition.title, TYPED["text"], reason.title, EXPLANATION]:
        assert words in html
    assert review.decision_path in html


def test_a_reason_may_hide_what_was_refused(client: Client, moderator: User) -> None:
    review = make_review()
    refuse(client, review, make_reason(code="met-en-cause", title="Met en cause", hides=True))
    review.petition.refresh_from_db()  # its address says nothing any more
    html = Client().get(f"/petitions/{review.petition.slug}/").content.decode()
    assert "Met en cause" in html
    assert review.petition.title not in html
    assert TYPED["text"] not in html
    assert review.petition.slug not in Client().get("/petitions/").content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"explanation": "Trop court."},
        {"explanation": "x" * 1001},
        {"reason": ""},
        {"reason": "x"},
        {"reason": 999_999},
        {"version": "x"},
        {"version": 10**20},
        {"outcome": "maybe"},
    ],
)
def test_a_decision_without_its_words_changes_nothing(
    client: Client, moderator: User, typed: dict[str, object]
) -> None:
    review = make_review()
    assert refuse(client, review, make_reason(), **typed) == 422
    assert outcome_of(review) == ""


def test_a_refused_proposal_comes_back_once(client: Client, moderator: User) -> None:
    author, reason = make_user(), make_reason()
    review = make_review(author)
    mine = log_in(Client(), author, second_factor=False)
    edit = f"/petitions/participer/propositions/{review.petition_id}/modifier/"
    for number in [1, 2]:
        assert refuse(client, Review.objects.get(number=number), reason) == 302
        status = mine.post(edit, TYPED | {"title": "Mieux dit"}).status_code
        assert status == (302 if number == 1 else 409)
    assert [one.outcome for one in Review.objects.all()] == ["refused", "refused"]
    assert Petition.objects.get().title == "Mieux dit"


def test_what_was_decided_or_withdrawn_meanwhile_stays_so(client: Client, moderator: User) -> None:
    decided, withdrawn = make_review(), make_review()
    refuse(client, decided, make_reason())
    withdraw_proposal(petition=withdrawn.petition, at=NOW)
    assert accept(client, decided) == 409
    assert accept(client, withdrawn) == 404
    assert not Petition.objects.published().exists()


def test_a_screen_that_is_out_of_date_decides_nothing(client: Client, moderator: User) -> None:
    review = make_review()
    claim_review(review=Review.objects.get(), by=moderator, at=NOW)
    assert accept(client, review) == 409
    assert outcome_of(review) == ""


def test_the_desk_asks_the_same_number_of_queries_whatever_waits(
    client: Client, moderator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make_review()
    with django_assert_max_num_queries(8):
        client.get(DESK)


def test_editors_keep_the_reasons(client: Client) -> None:
    log_in(client, make_person_with(Role.Name.EDITOR))
    typed = {"code": "publicite", "title": "Publicité", "text": "Elle vante un produit."}
    added = client.post("/gestion/motifs-de-refus/new/", typed | {"is_offered": "on"})
    assert added.status_code == 302
    reason = RefusalReason.objects.get()
    client.post(f"/gestion/motifs-de-refus/edit/{reason.pk}/", typed | {"title": "Réclame"})
    reason.refresh_from_db()
    assert (reason.title, reason.code, reason.is_offered) == ("Réclame", "publicite", False)
