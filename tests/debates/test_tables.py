"""What the tables hold whatever code runs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from debates.models import Contribution, Debate, Revision
from moderation.models import Item
from tests.factories.debates import NOW, make_author, make_contribution, make_debate

pytestmark = pytest.mark.django_db


def insert(author: User, debate: Debate, kind: str, parent: Contribution | None) -> None:
    """Write a row past the service."""
    item = Item.objects.create(kind="contribution", author=author, created_at=NOW)
    with transaction.atomic():
        Contribution.objects.create(
            item=item, debate=debate, kind=kind, parent=parent, token=uuid4()
        )


def test_a_reply_has_a_parent() -> None:
    with pytest.raises(IntegrityError, match="contribution_reply_has_a_parent"):
        insert(make_author(), make_debate(), "reply", None)


def test_an_argument_has_no_parent() -> None:
    root = make_contribution(make_author())
    with pytest.raises(IntegrityError, match="contribution_reply_has_a_parent"):
        insert(make_author(), root.debate, "for", root)


def test_a_reply_stays_in_the_debate_of_its_parent() -> None:
    root = make_contribution(make_author())
    with pytest.raises(IntegrityError, match="answers_a_root_of_its_debate"):
        insert(make_author(), make_debate(), "reply", root)


def test_replies_have_one_level() -> None:
    root = make_contribution(make_author())
    insert(make_author(), root.debate, "reply", root)
    reply = Contribution.objects.get(parent=root)
    with pytest.raises(IntegrityError, match="answers_a_root_of_its_debate"):
        insert(make_author(), root.debate, "reply", reply)


def test_a_revision_number_serves_once() -> None:
    contribution = make_contribution(make_author())
    with pytest.raises(IntegrityError, match="revision_number_once"), transaction.atomic():
        Revision.objects.create(contribution=contribution, number=1, body="x", created_at=NOW)


def test_a_revision_is_never_rewritten() -> None:
    make_contribution(make_author())
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Revision.objects.update(body="Autre chose.")


def test_a_debate_closes_after_it_opens() -> None:
    debate = make_debate()
    debate.closes_at = debate.opens_at - timedelta(days=1)
    with pytest.raises(IntegrityError, match="debate_closes_after"), transaction.atomic():
        debate.save()
