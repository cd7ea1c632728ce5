"""Every step of the life of a petition, over HTTP: who takes it, who cannot, from where alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from pages.services import accept_submission
from petitions import states
from petitions.models import Petition, Review
from petitions.services import (
    archive_petition,
    close_petition,
    refuse_review,
    withdraw_proposal,
)
from tests.factories.accounts import log_in, make_moderator, make_person_with, make_user
from tests.factories.committees import make_committee
from tests.factories.outcome import ANSWER, answer, send
from tests.factories.pages import make_proposals
from tests.factories.petitions import make_draft_petition
from tests.factories.proposals import (
    EXPLANATION,
    TYPED,
    make_collecting,
    make_proposal_draft,
    make_reason,
    make_review,
)
from tests.pages.desk import editor, form_at

pytestmark = pytest.mark.django_db
OWN = "/petitions/participer/propositions/"
LOGGED_IN = {"author", "somebody", "organiser", "moderator", "editor"}


def by_author(step: str) -> Callable[[Client, Petition], Any]:
    said = {"step": step, "sure": "1"}
    return lambda client, petition: client.post(f"{OWN}{petition.pk}/", said)


def correct(client: Client, petition: Petition) -> Any:
    return client.post(f"{OWN}{petition.pk}/modifier/", TYPED)


def support(client: Client, petition: Petition) -> Any:
    return client.post(f"/petitions/{petition.slug}/participer/soutenir/")


def decide(outcome: str) -> Callable[[Client, Petition], Any]:
    def post(client: Client, petition: Petition) -> Any:
        review = petition.reviews.last() or Review(pk=0)
        said = {"version": review.version, "outcome": outcome, "explanation": EXPLANATION}
        address = f"/moderation/propositions/{review.pk}/"
        return client.post(address, said | {"sure": "1", "reason": make_reason().pk})

    return post


def at_the_desk(step: str) -> Callable[[Client, Petition], Any]:
    def post(client: Client, petition: Petition) -> Any:
        address = f"/gestion/petitions/edit/{petition.pk}/"
        return client.post(address, form_at(editor(), address) | {"step": step, "sure": "on"})

    return post


def publish_answer(client: Client, petition: Petition) -> Any:
    dispatch = petition.dispatches.first()
    address = f"/gestion/envois/edit/{dispatch.pk if dispatch else 0}/"
    said = {"answered_on": timezone.localdate(), "summary": ANSWER["summary"], "answer": "Oui."}
    return client.post(address, form_at(editor(), address) | said)


withdraw, archive = by_author("withdraw"), at_the_desk("archive")


@dataclass(frozen=True)
class Step:
    """One step: between which states, who takes it, and what their browser posts."""

    start: str
    end: str
    takers: set[str]
    post: Callable[[Client, Petition], Any]

    def __str__(self) -> str:
        return f"{self.start} to {self.end}"


STEPS = [
    Step("draft", "collecting", {"author"}, by_author("seek")),
    Step("draft", "open", {"editor"}, at_the_desk("open")),
    Step("collecting", "review", LOGGED_IN - {"author"}, support),
    Step("collecting", "withdrawn", {"author"}, withdraw),
    Step("review", "withdrawn", {"author"}, withdraw),
    Step("review", "open", {"moderator"}, decide("accepted")),
    Step("review", "refused", {"moderator"}, decide("refused")),
    Step("refused", "review", {"author"}, correct),
    Step("open", "closed", {"editor"}, at_the_desk("close")),
    Step("closed", "answered", {"editor"}, publish_answer),
    Step("closed", "archived", {"editor"}, archive),
    Step("answered", "archived", {"editor"}, archive),
]


def make_at(state: str, author: User) -> Petition:
    """Return what `author` proposed, in this state."""
    if state == states.DRAFT:
        return make_proposal_draft(author)
    if state == states.COLLECTING:
        return make_collecting(author, supporters=4)
    now, review = timezone.now(), make_review(author)
    petition, moderator = review.petition, make_moderator()
    if state == states.WITHDRAWN:
        withdraw_proposal(petition=petition, at=now)
    elif state == states.REFUSED:
        reason = make_reason()
        refuse_review(review=review, reason=reason, explanation=EXPLANATION, by=moderator, at=now)
    elif state != states.REVIEW:
        make_proposals()
        accept_submission(review=review, by=moderator, at=now - timedelta(days=60))
        petition.refresh_from_db()
        lead_on(petition, state)
    petition.refresh_from_db()
    assert petition.status == state
    return petition


def lead_on(petition: Petition, state: str) -> None:
    """Hand an open petition to the ministry; close it, then go on until `state`."""
    now, today = timezone.now(), timezone.localdate()
    dispatch = send(petition, sent_on=today - timedelta(days=30), at=now)
    if state == states.OPEN:
        return
    close_petition(petition=petition, at=now)
    if state == states.ANSWERED:
        answer(dispatch, answered_on=today, at=now)
    elif state == states.ARCHIVED:
        archive_petition(petition=petition, at=now)


def start_of(step: Step, author: User) -> Petition:
    """Return a petition from which `step` starts: what editors open, they drafted themselves."""
    if (step.start, step.end) == ("draft", "open"):
        return make_draft_petition(closes_at=timezone.now() + timedelta(days=90))
    return make_at(step.start, author)


def client_of(person: str, author: User) -> Client:
    """Return the browser of a person, logged in as far as they can be."""
    match person:
        case "stranger":
            return Client()
        case "author":
            return log_in(Client(), author, second_factor=False)
        case "somebody":
            return log_in(Client(), make_user(), second_factor=False)
        case "organiser":
            scope = make_committee().scope
            return log_in(Client(), make_person_with(Role.Name.ORGANISER, scope=scope))
        case _:
            return log_in(Client(), make_person_with(person))


def state_of(petition: Petition) -> str:
    return Petition.objects.get(pk=petition.pk).status


def test_every_step_is_tried_over_http() -> None:
    every = {(start, end) for start, ends in states.STEPS.items() for end in ends}
    assert {(step.start, step.end) for step in STEPS} == every


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_nobody_else_takes_a_step(step: Step) -> None:
    author = make_user()
    petition = start_of(step, author)
    for person in sorted((LOGGED_IN | {"stranger"}) - step.takers):
        response = step.post(client_of(person, author), petition)
        assert response.status_code in {302, 403, 404, 409}, person
        assert state_of(petition) == step.start, person


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_a_step_leads_where_it_says(step: Step) -> None:
    make_proposals()
    for person in sorted(step.takers):
        author = make_user()
        petition = start_of(step, author)
        assert step.post(client_of(person, author), petition).status_code == 302
        assert state_of(petition) == step.end


@pytest.mark.parametrize("state", sorted(states.STEPS))
def test_no_step_is_taken_from_elsewhere(state: str) -> None:
    author = make_user()
    petition = make_at(state, author)
    clients = {person: client_of(person, author) for person in LOGGED_IN}
    possible = {step.post for step in STEPS if step.start == state}
    for step in STEPS:
        if step.post not in possible:
            response = step.post(clients[min(step.takers)], petition)
            assert response.status_code < 500, str(step)
            assert state_of(petition) == state, str(step)


@pytest.mark.parametrize("state", ["open", "closed"])
def test_an_editor_alone_amends_and_only_what_is_open(state: str) -> None:
    author = make_user()
    petition = make_at(state, author)
    address = f"/gestion/petitions/edit/{petition.pk}/"
    said = {"step": "amend", "text": "Nous demandons autre chose.", "note": "Tout a changé."}
    form = form_at(editor(), address) | said
    for person in ["stranger", "author", "organiser", "moderator"]:
        assert client_of(person, author).post(address, form).status_code in {302, 403}
        assert Petition.objects.get().version == 1
    unexplained = editor().post(address, form | {"note": "Rien."}).text
    assert ("Dites en une phrase ce qui change" in unexplained) == (state == "open")
    assert Petition.objects.get().version == 1
    answered = editor().post(address, form)
    assert (answered.status_code == 302) == (state == "open")
    assert Petition.objects.get().version == (2 if state == "open" else 1)


def test_the_twenty_first_supporter_is_told_that_it_is_enough() -> None:
    petition = make_collecting(supporters=20)
    response = support(client_of("somebody", make_user()), petition)
    assert response.status_code == 409
    assert "Vingt personnes soutiennent déjà" in response.text
