"""Writing in a debate: who waits, who is refused, and one form counted once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from debates.errors import CannotReply, DebateClosed
from debates.models import Contribution
from debates.services import close_debate
from moderation.models import Item
from tests.factories.debates import (
    NOW,
    make_author,
    make_contribution,
    make_debate,
    make_draft,
    publish,
    refuse,
)

pytestmark = pytest.mark.django_db


def test_the_first_two_contributions_of_a_person_wait() -> None:
    author = make_author()
    states = [publish(make_contribution(author)).item.pk for _ in range(2)]
    third = make_contribution(author)
    waited = Item.objects.filter(pk__in=states, cases__isnull=False).distinct()
    assert waited.count() == 2
    assert third.is_published


def test_a_contribution_keeps_its_first_text_as_revision_one() -> None:
    contribution = make_contribution(make_author(), body="Un mot.")
    assert [(r.number, r.body) for r in contribution.revisions.all()] == [(1, "Un mot.")]
    assert contribution.text == "Un mot."


def test_moderation_knows_where_the_contribution_stands() -> None:
    contribution = make_contribution(make_author())
    assert Item.objects.get(pk=contribution.item_id).path == contribution.get_absolute_url()


def test_a_draft_takes_no_contribution() -> None:
    with pytest.raises(DebateClosed):
        make_contribution(make_author(), debate=make_draft())


def test_a_closed_debate_takes_no_contribution() -> None:
    debate = make_debate()
    close_debate(debate=debate, at=NOW)
    with pytest.raises(DebateClosed):
        make_contribution(make_author(), debate=debate, at=NOW + timedelta(seconds=1))


def test_a_debate_takes_nothing_from_its_closing_moment_on() -> None:
    debate = make_debate()
    with pytest.raises(DebateClosed):
        make_contribution(make_author(), debate=debate, at=debate.closes_at)
    assert not Item.objects.exists()


def test_a_published_contribution_takes_replies() -> None:
    root = publish(make_contribution(make_author()))
    reply = make_contribution(make_author(), parent=root)
    assert reply.parent == root


def test_a_waiting_contribution_takes_no_reply() -> None:
    root = make_contribution(make_author())
    with pytest.raises(CannotReply):
        make_contribution(make_author(), parent=root)


def test_a_refused_contribution_takes_no_reply() -> None:
    root = refuse(make_contribution(make_author()))
    with pytest.raises(CannotReply):
        make_contribution(make_author(), parent=root)


def test_a_reply_takes_no_reply() -> None:
    root = publish(make_contribution(make_author()))
    reply = publish(make_contribution(make_author(), parent=root))
    with pytest.raises(CannotReply):
        make_contribution(make_author(), parent=reply)


def test_a_contribution_of_another_debate_is_not_answered_here() -> None:
    elsewhere = publish(make_contribution(make_author()))
    with pytest.raises(CannotReply):
        make_contribution(make_author(), parent=elsewhere, debate=make_debate())


def test_the_same_form_sent_twice_is_one_contribution() -> None:
    author, debate, token = make_author(), make_debate(), uuid4()
    sent = [make_contribution(author, debate=debate, token=token) for _ in range(2)]
    assert sent[0] == sent[1]
    assert (Contribution.objects.count(), Item.objects.count()) == (1, 1)


def test_two_people_may_send_the_same_form_from_one_browser() -> None:
    debate, token = make_debate(), uuid4()
    sent = {make_contribution(make_author(), debate=debate, token=token) for _ in range(2)}
    assert len(sent) == 2
