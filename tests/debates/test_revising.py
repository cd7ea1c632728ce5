"""Correcting one's words, and taking them back."""

from datetime import timedelta

import pytest

from debates.errors import CannotRevise, DebateClosed, RevisedMeanwhile
from debates.models import Contribution
from debates.services import close_debate, revise, withdraw
from moderation.errors import AlreadyDecided
from moderation.models import Case, Decision, Item
from moderation.services import decide
from tests.factories.accounts import make_moderator
from tests.factories.debates import (
    NOW,
    make_author,
    make_contribution,
    publish,
    refuse,
)

pytestmark = pytest.mark.django_db


def fresh(contribution: Contribution) -> Contribution:
    return Contribution.objects.with_text().select_related("debate").get(pk=contribution.pk)


def correct(contribution: Contribution, body: str = "Mieux dit.") -> Contribution:
    """Correct the text that is current now."""
    seen = fresh(contribution)
    assert seen.current is not None
    revise(contribution=seen, body=body, number=seen.current.number, at=NOW)
    return fresh(contribution)


def test_a_trusted_person_corrects_in_public() -> None:
    revised = correct(make_contribution(make_author(trusted=True)))
    assert revised.is_published
    assert revised.text == "Mieux dit."
    assert revised.has_public_past


def test_a_new_person_s_correction_waits_again() -> None:
    revised = correct(publish(make_contribution(make_author())))
    assert revised.item.state == Item.State.WAITING
    assert Case.objects.undecided().filter(item=revised.item).count() == 1


def test_a_correction_of_a_refused_text_waits_and_hides_it_for_good() -> None:
    revised = correct(refuse(make_contribution(make_author(trusted=True))))
    assert revised.item.state == Item.State.WAITING
    assert revised.oldest_public == 2
    assert not revised.has_public_past


def test_a_correction_before_anybody_read_it_replaces_the_text() -> None:
    revised = correct(make_contribution(make_author()))
    assert revised.oldest_public == 2


def test_a_moderator_never_publishes_a_text_that_changed_on_the_way() -> None:
    contribution = make_contribution(make_author())
    on_screen = Case.objects.get(item=contribution.item)
    correct(contribution)
    with pytest.raises(AlreadyDecided):
        decide(
            case=on_screen,
            outcome=Decision.Outcome.PUBLISHED,
            article=None,
            reason="",
            by=make_moderator(),
            at=NOW,
        )


def test_the_second_of_two_corrections_of_one_text_is_refused() -> None:
    contribution = make_contribution(make_author(trusted=True))
    correct(contribution)
    with pytest.raises(RevisedMeanwhile):
        revise(contribution=fresh(contribution), body="Autre.", number=1, at=NOW)
    assert fresh(contribution).text == "Mieux dit."


def test_nothing_is_corrected_in_a_closed_debate() -> None:
    contribution = make_contribution(make_author(trusted=True))
    close_debate(debate=contribution.debate, at=NOW)
    with pytest.raises(DebateClosed):
        revise(contribution=contribution, body="x", number=1, at=NOW + timedelta(days=1))


def test_taking_back_erases_every_text() -> None:
    contribution = correct(make_contribution(make_author(trusted=True)))
    withdraw(contribution=contribution, at=NOW)
    gone = fresh(contribution)
    assert gone.item.state == Item.State.REMOVED
    assert (gone.text, gone.revisions.count()) == ("", 0)


def test_taking_back_leaves_nothing_to_decide() -> None:
    contribution = make_contribution(make_author())
    withdraw(contribution=contribution, at=NOW)
    assert not Case.objects.undecided().exists()


def test_taking_back_twice_changes_nothing() -> None:
    contribution = make_contribution(make_author())
    for _ in range(2):
        withdraw(contribution=fresh(contribution), at=NOW)
    assert fresh(contribution).item.state == Item.State.REMOVED


def test_what_was_taken_back_is_not_corrected() -> None:
    contribution = make_contribution(make_author())
    withdraw(contribution=contribution, at=NOW)
    with pytest.raises(CannotRevise):
        revise(contribution=fresh(contribution), body="x", number=1, at=NOW)
    assert fresh(contribution).item.state == Item.State.REMOVED


def test_replies_stay_when_the_contribution_goes() -> None:
    root = publish(make_contribution(make_author()))
    reply = publish(make_contribution(make_author(), parent=root))
    withdraw(contribution=root, at=NOW)
    assert fresh(reply).is_published
