"""The refusals that authors, supporters and reviewers of proposals meet; strangers too."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import grant_role
from moderation.errors import AlreadyDecided, ClaimedByAnother, OwnContribution
from pages.errors import NoListOfProposals
from petitions import errors
from petitions.models import Petition, Review
from petitions.services import claim_review, refuse_review, resubmit, support
from petitions.services.proposing import UNFINISHED_AT_MOST
from tests.factories.accounts import LONG_AGO, log_in, make_moderator, make_person_with, make_user
from tests.factories.committees import make_committee
from tests.factories.pages import make_proposals
from tests.factories.petitions import NOW
from tests.factories.proposals import (
    EXPLANATION,
    TYPED,
    make_collecting,
    make_proposal_draft,
    make_reason,
    make_review,
    make_wording,
)
from tests.pages.refusals import Refusal, Sending, sending

OWN = "/petitions/participer/propositions/"
MOVED = "Cette étape n’est pas possible"
NOT_FOUND = "Cette page n’existe pas"


def browser_of(user: User) -> Client:
    return log_in(Client(), user)


def organiser() -> User:
    return make_person_with(Role.Name.ORGANISER, scope=make_committee().scope)


def local_moderator() -> User:
    return make_moderator(scope=make_committee().scope)


def own(petition: Petition, user: User, step: str) -> Sending:
    return sending(browser_of(user), f"{OWN}{petition.pk}/", {"step": step, "sure": "1"})


def supporting(petition: Petition, user: User, step: str = "") -> Sending:
    address = f"/petitions/{petition.slug}/participer/soutenir/"
    return sending(browser_of(user), address, {"step": step})


def proposing_a_fourth() -> Sending:
    author = make_user()
    for _ in range(UNFINISHED_AT_MOST):
        make_proposal_draft(author)
    return sending(browser_of(author), "/petitions/participer/proposer/", TYPED)


def supporting_one_s_own() -> Sending:
    author = make_user()
    return supporting(make_collecting(author), author)


def supporting_last(make: Callable[[], User]) -> Sending:
    return supporting(make_collecting(supporters=20), make())


def supporting_with_an_alias() -> Sending:
    petition = make_collecting()
    support(petition=petition, user=make_user("ada@gmail.com"), at=NOW)
    return supporting(petition, make_user("a.da+2@googlemail.com"))


def supporting_a_draft() -> Sending:
    return supporting(make_proposal_draft(), make_user())


def seeking_twice() -> Sending:
    author = make_user()
    return own(make_collecting(author), author, "seek")


def discarding_what_was_shown() -> Sending:
    author = make_user()
    return own(make_collecting(author), author, "discard")


def withdrawing_twice_refused() -> Sending:
    author = make_user()
    petition = refused(author)
    resubmit(petition=petition, wording=make_wording(), at=NOW)
    refuse(petition.reviews.get(number=2))
    petition.refresh_from_db()
    return own(petition, author, "withdraw")


def touching(make: Callable[[], User], door: str) -> Sending:
    """Reach for the proposal of somebody else, as its author would."""
    petition = make_proposal_draft()
    typed = TYPED | {"step": "discard", "sure": "1"}
    return sending(browser_of(make()), f"{OWN}{petition.pk}/{door}", typed)


def refused(author: User) -> Petition:
    review = make_review(author)
    refuse(review)
    review.petition.refresh_from_db()
    return review.petition


def refuse(review: Review) -> None:
    refuse_review(
        review=review,
        reason=make_reason(),
        explanation=EXPLANATION,
        by=make_moderator(),
        at=NOW,
    )


def deciding(review: Review, user: User, **typed: Any) -> Sending:
    said = {"version": review.version, "outcome": "accepted", "sure": "1"}
    address = f"/moderation/propositions/{review.pk}/"
    return sending(browser_of(user), address, said | typed)


def taking(review: Review, user: User) -> Sending:
    return sending(browser_of(user), f"/moderation/propositions/{review.pk}/prendre/")


def as_its_author() -> Sending:
    make_proposals()
    author = make_moderator()
    return deciding(make_review(author), author)


def as_its_supporter() -> Sending:
    review, user = make_review(), make_moderator()
    support(petition=review.petition, user=user, at=NOW)
    return taking(review, user)


def as_who_supported_it_once() -> Sending:
    review, user = make_review(), make_moderator()
    support(petition=review.petition, user=user, at=NOW)
    supporting(review.petition, user, step="back")()
    return refusing(review, user)


def as_organiser_of_its_committee() -> Sending:
    make_proposals()
    committee, user = make_committee(), make_moderator()
    grant_role(user=user, role=Role.Name.ORGANISER, scope=committee.scope, at=LONG_AGO)
    return deciding(make_review(committee=committee), user)


def refusing(review: Review, user: User) -> Sending:
    said = {"outcome": "refused", "reason": make_reason().pk, "explanation": EXPLANATION}
    return deciding(review, user, **said)


def what_changed_since() -> Sending:
    make_proposals()
    review = make_review()
    return deciding(review, make_moderator(), version=review.version + 1)


def what_was_decided() -> Sending:
    review = make_review()
    refuse(review)
    return taking(review, make_moderator())


def what_another_reads() -> Sending:
    make_proposals()
    review = make_review()
    claim_review(review=review, by=make_moderator(), at=timezone.now())
    return deciding(review, make_moderator())


def without_a_list() -> Sending:
    return deciding(make_review(), make_moderator())


def deciding_as(make: Callable[[], User]) -> Sending:
    make_proposals()
    return deciding(make_review(), make())


OTHERS = [("somebody", make_user), ("organiser", organiser), ("moderator", make_moderator)]
PROPOSING = [
    Refusal(errors.TooManyProposals, "author", 409, "déjà trois propositions", proposing_a_fourth),
    Refusal(errors.OwnProposal, "author", 409, "Vous avez écrit cette", supporting_one_s_own),
    Refusal(errors.MailboxSupports, "alias", 409, "soutient déjà", supporting_with_an_alias),
    *[
        Refusal(errors.EnoughSupporters, who, 409, "C’est assez", partial(supporting_last, make))
        for who, make in OTHERS
    ],
    Refusal(errors.WrongStatus, "author who seeks twice", 409, MOVED, seeking_twice),
    Refusal(errors.WrongStatus, "author who discards", 409, MOVED, discarding_what_was_shown),
    Refusal(errors.WrongStatus, "author refused twice", 409, MOVED, withdrawing_twice_refused),
    Refusal(Http404, "supporter of a draft", 404, NOT_FOUND, supporting_a_draft),
    *[
        Refusal(Http404, f"{who} at {door}", 404, NOT_FOUND, partial(touching, make, door))
        for who, make in OTHERS
        for door in ["", "modifier/"]
    ],
]
CONCERNED = "Ce texte vous concerne"
REVIEWING = [
    Refusal(OwnContribution, "author", 403, CONCERNED, as_its_author),
    Refusal(OwnContribution, "supporter", 403, CONCERNED, as_its_supporter),
    Refusal(OwnContribution, "former supporter", 403, CONCERNED, as_who_supported_it_once),
    Refusal(OwnContribution, "organiser", 403, CONCERNED, as_organiser_of_its_committee),
    Refusal(AlreadyDecided, "slow moderator", 409, "plus rapide", what_changed_since),
    Refusal(AlreadyDecided, "late moderator", 409, "plus rapide", what_was_decided),
    Refusal(ClaimedByAnother, "moderator", 409, "Une autre personne lit", what_another_reads),
    Refusal(NoListOfProposals, "moderator", 409, "Demandez à la rédaction", without_a_list),
    *[
        Refusal(PermissionDenied, who, 403, "réservée", partial(deciding_as, make))
        for who, make in [
            ("somebody", make_user),
            ("organiser", organiser),
            ("moderator of a place", local_moderator),
        ]
    ],
]
