"""Nobody decides about a proposal that concerns them, whatever they take back or hand over."""

import pytest
from django.test import Client

from accounts.models import Role, User
from accounts.services import grant_role
from pages.models import ProposalIndexPage, ProposalPage
from petitions.models import Petition, Review, Supporter
from tests.factories.accounts import LONG_AGO, log_in, make_moderator, make_person_with, make_user
from tests.factories.committees import make_committee
from tests.factories.pages import make_proposals
from tests.factories.proposals import (
    EXPLANATION,
    TYPED,
    make_collecting,
    make_reason,
    make_review,
)

pytestmark = pytest.mark.django_db
DESK = "/moderation/propositions/"
CONCERNED = "Vous avez écrit ou soutenu cette proposition"


@pytest.fixture
def moderator(client: Client) -> User:
    user = make_moderator()
    log_in(client, user)
    return user


def organise(user: User, scope: str) -> None:
    grant_role(user=user, role=Role.Name.ORGANISER, scope=scope, at=LONG_AGO)


def support(client: Client, petition: Petition, *, step: str = "") -> None:
    address = f"/petitions/{petition.slug}/participer/soutenir/"
    assert client.post(address, {"step": step}).status_code == 302


def answers_to(client: Client, review: Review) -> set[int]:
    """Take, accept and refuse the review; return every status that was answered."""
    make_proposals()
    page, reason = f"{DESK}{review.pk}/", make_reason()
    refusal = {"outcome": "refused", "reason": str(reason.pk), "explanation": EXPLANATION}
    said = [{"outcome": "accepted"}, refusal]
    taken = client.post(f"{page}prendre/").status_code
    decided = [client.post(page, {"version": "1", "sure": "1"} | one).status_code for one in said]
    return {taken, *decided}


@pytest.mark.usefixtures("moderator")
def test_who_takes_a_support_back_during_the_review_decides_nothing(client: Client) -> None:
    review = make_review()
    support(client, review.petition)
    support(client, review.petition, step="back")
    assert review.petition.supporters.counted().count() == 5
    assert answers_to(client, review) == {403}
    assert CONCERNED in client.get(DESK).text
    assert CONCERNED in client.get(f"{DESK}{review.pk}/").text
    assert Review.objects.undecided().filter(claimed_by=None).exists()


@pytest.mark.usefixtures("moderator")
def test_who_takes_a_support_back_before_the_review_decides_nothing(client: Client) -> None:
    petition = make_collecting(supporters=4)
    support(client, petition)
    petition.refresh_from_db()
    assert petition.status == Petition.Status.REVIEW
    support(client, petition, step="back")
    assert answers_to(client, petition.reviews.get()) == {403}


def test_who_supported_what_was_refused_does_not_decide_its_second_review(
    client: Client, moderator: User
) -> None:
    author = make_user()
    review = make_review(author)
    support(client, review.petition)
    refusal = {"outcome": "refused", "reason": make_reason().pk, "explanation": EXPLANATION}
    other = log_in(Client(), make_moderator())
    assert other.post(f"{DESK}{review.pk}/", {"version": 1, "sure": 1} | refusal).status_code == 302
    assert list(Supporter.objects.values_list("user", "number")) == [(moderator.pk, None)]
    mine = log_in(Client(), author, second_factor=False)
    mine.post(f"/petitions/participer/propositions/{review.petition_id}/modifier/", TYPED)
    assert answers_to(client, Review.objects.get(number=2)) == {403}


def test_a_support_that_was_taken_back_can_be_given_again(client: Client) -> None:
    petition = make_collecting()
    log_in(client, make_user(), second_factor=False)
    for step in ["", "back", "back", ""]:
        support(client, petition, step=step)
    assert petition.supporters.get().number == 1


def test_a_place_that_was_left_is_free(client: Client) -> None:
    petition = make_collecting(supporters=4)
    left = petition.supporters.get(number=2)
    support(log_in(client, left.user, second_factor=False), petition, step="back")
    support(log_in(Client(), make_user(), second_factor=False), petition)
    petition.refresh_from_db()
    assert petition.status == Petition.Status.COLLECTING
    assert set(petition.supporters.counted().values_list("number", flat=True)) == {1, 2, 3, 4}


def test_organisers_do_not_decide_what_their_committee_proposes(
    client: Client, moderator: User
) -> None:
    committee = make_committee()
    review = make_review(committee=committee)
    organise(moderator, committee.scope)
    assert answers_to(client, review) == {403}


def test_organisers_do_not_decide_what_one_of_them_proposes(
    client: Client, moderator: User
) -> None:
    committee = make_committee()
    review = make_review(make_person_with(Role.Name.ORGANISER, scope=committee.scope))
    organise(moderator, committee.scope)
    assert answers_to(client, review) == {403}


def test_organisers_decide_what_another_committee_proposes(client: Client, moderator: User) -> None:
    author = make_person_with(Role.Name.ORGANISER, scope=make_committee().scope)
    review = make_review(author, committee=make_committee())
    organise(moderator, make_committee().scope)
    assert client.post(f"{DESK}{review.pk}/prendre/").status_code == 302


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("is_there", [False, True], ids=["no list", "a list not published"])
def test_nothing_is_accepted_without_a_list_of_proposals(client: Client, is_there: bool) -> None:
    if is_there:
        make_proposals()
        ProposalIndexPage.objects.update(live=False)
    review = make_review()
    said = {"version": review.version, "outcome": "accepted", "sure": "1"}
    answer = client.post(f"{DESK}{review.pk}/", said)
    assert answer.status_code == 409
    assert "Le site n’a pas de page « Propositions »" in answer.text.replace("\xa0", " ")
    review.refresh_from_db()
    assert (review.outcome, review.petition.status) == ("", Petition.Status.REVIEW)
    assert not ProposalPage.objects.exists()
