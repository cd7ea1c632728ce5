"""Every decision is reasoned, public, first come first served, and never rewritten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.models import OutboxLetter
from moderation.errors import (
    AlreadyDecided,
    ClaimedByAnother,
    OutsideScope,
    OwnContribution,
    ReasonMissing,
)
from moderation.models import Case, Decision, Item
from moderation.services import claim, decide, release, remove_by_author, reopen
from tests.factories.accounts import make_moderator, make_person_with, make_user
from tests.factories.core import last_letter
from tests.factories.moderation import NOW, TEXT, make_article, make_case, publish, refuse

pytestmark = pytest.mark.django_db


def state_of(case: Case) -> str:
    return Item.objects.get(pk=case.item_id).state


def test_publishing_shows_the_text_and_tells_its_author() -> None:
    author = make_user()
    case = make_case(author)
    publish(case)
    assert state_of(case) == "published"
    assert last_letter().to == author.email
    assert "est publiée" in last_letter().text


def test_a_refusal_tells_the_author_why_and_quotes_nothing() -> None:
    case = make_case(make_user())
    decision = refuse(case)
    assert state_of(case) == "refused"
    for body in [last_letter().text, last_letter().html]:
        assert "insulte une personne" in body
        assert "Le respect des personnes" in body
        assert decision.reference in body
        assert TEXT not in body


@pytest.mark.parametrize("reason", ["", "   ", "Non."])
def test_a_refusal_without_a_sentence_is_refused(reason: str) -> None:
    case = make_case()
    with pytest.raises(ReasonMissing):
        decide(
            case=case,
            outcome="refused",
            article=make_article(),
            reason=reason,
            by=make_moderator(),
            at=NOW,
        )
    assert state_of(case) == "waiting"


def test_a_refusal_without_an_article_is_refused_by_the_table_as_well() -> None:
    case, by = make_case(), make_moderator()
    with pytest.raises(ReasonMissing):
        decide(case=case, outcome="refused", article=None, reason="Trop long.", by=by, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            outcome="refused", kind="essai", reason="Trop long.", opened_at=NOW, decided_at=NOW
        )


def test_nobody_decides_about_their_own_text() -> None:
    moderator = make_moderator()
    case = make_case(moderator)
    for act in (claim, publish):
        with pytest.raises(OwnContribution):
            act(case=case, by=moderator, at=NOW)


@pytest.mark.parametrize("role", ["editor", "organiser", "administrator"])
def test_another_role_decides_nothing(role: str) -> None:
    with pytest.raises(OutsideScope):
        publish(make_case(), by=make_person_with(role))


def test_a_moderator_of_one_place_decides_there_alone() -> None:
    moderator = make_moderator(scope="committee:1")
    publish(make_case(scope="committee:1"), by=moderator)
    for elsewhere in ["committee:2", ""]:
        with pytest.raises(OutsideScope):
            publish(make_case(scope=elsewhere), by=moderator)


def test_the_second_decision_on_one_screen_is_refused() -> None:
    case = make_case()
    on_another_screen = Case.objects.get(pk=case.pk)
    publish(case)
    with pytest.raises(AlreadyDecided):
        refuse(on_another_screen)
    assert state_of(case) == "published"
    assert Decision.objects.count() == 1


def test_a_case_that_somebody_reads_waits_for_them_a_quarter_of_an_hour() -> None:
    case, first, second = make_case(), make_moderator(), make_moderator()
    claim(case=case, by=first, at=NOW)
    later = NOW + timedelta(minutes=14)
    with pytest.raises(ClaimedByAnother):
        claim(case=case, by=second, at=later)
    with pytest.raises(ClaimedByAnother):
        publish(Case.objects.get(pk=case.pk), by=second, at=later)
    claim(case=case, by=second, at=NOW + timedelta(minutes=16))
    with pytest.raises(ClaimedByAnother):
        publish(case, by=first, at=NOW + timedelta(minutes=17))
    publish(case, by=second, at=NOW + timedelta(minutes=18))


def test_a_case_given_back_can_be_taken_at_once() -> None:
    case, first = make_case(), make_moderator()
    claim(case=case, by=first, at=NOW)
    release(case=case, by=make_moderator())
    release(case=case, by=first)
    claim(case=case, by=make_moderator(), at=NOW)


def test_coming_back_to_a_decision_is_a_new_public_decision() -> None:
    case, by = make_case(), make_moderator()
    first = refuse(case)
    again = reopen(decision=first, by=by, at=NOW + timedelta(days=1))
    assert state_of(case) == "refused"
    second = publish(again, by=by, at=NOW + timedelta(days=1))
    assert second.previous == first
    assert state_of(case) == "published"
    assert OutboxLetter.objects.count() == 2
    with pytest.raises(AlreadyDecided):
        reopen(decision=Decision.objects.get(pk=first.pk), by=by, at=NOW)


def test_a_decision_is_reopened_once() -> None:
    decision, by = refuse(make_case()), make_moderator()
    reopen(decision=decision, by=by, at=NOW)
    with pytest.raises(AlreadyDecided):
        reopen(decision=decision, by=by, at=NOW)


@pytest.mark.parametrize("change", [{"reason": "Autre."}, {"outcome": "published"}, {"item": 0}])
def test_a_decision_is_never_rewritten(change: dict[str, object]) -> None:
    decision = refuse(make_case())
    if "item" in change:
        change = {"item": make_case().item}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**change)


def test_a_decision_is_never_deleted() -> None:
    decision = refuse(make_case())
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).delete()


def test_a_decision_outlives_its_moderator_and_its_author() -> None:
    author, moderator = make_user(), make_moderator()
    decision = refuse(make_case(author), by=moderator)
    author.delete()
    moderator.delete()
    decision.refresh_from_db()
    assert decision.decided_by is None
    assert decision.item is not None
    assert decision.item.author is None


def test_a_text_taken_back_meanwhile_is_not_opened_again() -> None:
    decision = publish(make_case())
    on_screen = Decision.objects.select_related("item").get(pk=decision.pk)
    assert on_screen.item is not None
    remove_by_author(item=Item.objects.get(pk=on_screen.item.pk), at=NOW)
    with pytest.raises(AlreadyDecided):
        reopen(decision=on_screen, by=make_moderator(), at=NOW)
    assert not Case.objects.undecided().exists()


def test_a_text_taken_back_is_never_shown_again() -> None:
    case = make_case()
    Item.objects.filter(pk=case.item_id).update(state=Item.State.REMOVED, removed_at=NOW)
    with pytest.raises(AlreadyDecided):
        publish(case)
    assert state_of(case) == "removed"
    assert not Decision.objects.exists()
