"""Preparing a debate, opening it, closing it."""

from datetime import timedelta
from typing import Any

import pytest

from debates.errors import DebateIsFrozen, WrongStatus
from debates.models import Debate
from debates.services import close_debate, edit_debate, open_debate
from tests.factories.debates import NOW, make_debate, make_draft

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def edit(debate: Debate, **changes: Any) -> Debate:
    """Send the whole form again with `changes`."""
    names = ["title", "slug", "question", "introduction", "parent_path", "opens_at", "closes_at"]
    return edit_debate(debate=debate, **({name: getattr(debate, name) for name in names} | changes))


def test_a_draft_is_not_public() -> None:
    make_draft()
    assert not Debate.objects.published().exists()


def test_an_opened_debate_takes_contributions() -> None:
    debate = make_debate()
    assert debate.is_open_at(NOW)
    assert debate in Debate.objects.open_at(NOW)


def test_a_debate_announced_for_later_is_public_and_not_open() -> None:
    debate = make_draft(opens_at=NOW + DAY)
    open_debate(debate=debate, at=NOW)
    assert debate in Debate.objects.not_over_at(NOW)
    assert not debate.is_open_at(NOW)
    assert debate not in Debate.objects.open_at(NOW)


def test_a_debate_opens_once() -> None:
    debate = make_debate()
    with pytest.raises(WrongStatus):
        open_debate(debate=debate, at=NOW)


def test_a_debate_whose_end_is_past_does_not_open() -> None:
    debate = make_draft(closes_at=NOW - DAY)
    with pytest.raises(WrongStatus):
        open_debate(debate=debate, at=NOW)


def test_closing_ends_a_debate_at_that_moment() -> None:
    debate = make_debate()
    close_debate(debate=debate, at=NOW)
    assert debate.closes_at == NOW
    assert debate in Debate.objects.over_at(NOW)
    assert debate.is_over_at(NOW)


def test_closing_keeps_an_end_that_is_past() -> None:
    debate = make_debate(closes_at=NOW - DAY)
    close_debate(debate=debate, at=NOW)
    assert debate.closes_at == NOW - DAY


def test_a_debate_closes_once() -> None:
    debate = make_debate()
    close_debate(debate=debate, at=NOW)
    with pytest.raises(WrongStatus):
        close_debate(debate=debate, at=NOW + DAY)


def test_a_debate_is_over_at_its_end_even_if_nobody_closes_it() -> None:
    debate = make_debate(closes_at=NOW)
    assert debate in Debate.objects.over_at(NOW)
    assert debate not in Debate.objects.not_over_at(NOW)


def test_a_draft_may_change_whole() -> None:
    edited = edit(make_draft(), slug="autre", question="Et le coût ?")
    assert (edited.slug, edited.question) == ("autre", "Et le coût ?")


@pytest.mark.parametrize(
    "change", [{"slug": "autre"}, {"question": "Et le coût ?"}, {"opens_at": NOW - DAY}]
)
def test_what_people_answered_stays_once_opened(change: dict[str, Any]) -> None:
    with pytest.raises(DebateIsFrozen):
        edit(make_debate(), **change)


def test_an_open_debate_may_be_prolonged() -> None:
    debate = make_debate()
    assert edit(debate, closes_at=debate.closes_at + DAY).closes_at == debate.closes_at + DAY


def test_a_closed_debate_does_not_reopen_by_its_dates() -> None:
    debate = make_debate()
    close_debate(debate=debate, at=NOW)
    with pytest.raises(DebateIsFrozen):
        edit(debate, closes_at=NOW + DAY)


def test_a_form_that_shows_minutes_changes_no_date() -> None:
    opened = NOW - DAY + timedelta(seconds=42)
    debate = make_debate(opens_at=opened)
    close_debate(debate=debate, at=NOW + timedelta(seconds=7))
    minutes = {"opens_at": NOW - DAY, "closes_at": NOW}
    edited = edit(debate, title="Mieux dit", **minutes)
    assert (edited.opens_at, edited.closes_at) == (opened, NOW + timedelta(seconds=7))
