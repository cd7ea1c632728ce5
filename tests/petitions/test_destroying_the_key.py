"""Three months after its end, nothing links a petition's signatures to anybody."""

from datetime import timedelta

import pytest

from core import keys
from core.errors import Unreadable
from ledger.models import Entry
from ledger.sed1.entries import Kind
from ledger.services import tally
from petitions.errors import WrongStatus
from petitions.figures import count_of
from petitions.services import close_petition, destroy_key
from tests.factories.petitions import NOW, make_closed_petition, make_petition

pytestmark = pytest.mark.django_db
SETTLED = NOW + timedelta(days=93)


def test_a_settled_petition_forgets_its_signers_and_keeps_its_count() -> None:
    petition = make_closed_petition()
    destroy_key(petition=petition, at=SETTLED)
    with pytest.raises(Unreadable):
        keys.petition_key(petition.pk)
    assert not petition.signatures.exists()
    assert count_of(petition).online == 1


def test_a_settled_petition_has_no_new_figures_by_place() -> None:
    petition = make_closed_petition()
    destroy_key(petition=petition, at=SETTLED)
    assert tally(at=SETTLED) == 0


def test_an_open_petition_keeps_its_key() -> None:
    petition = make_petition()
    with pytest.raises(WrongStatus):
        destroy_key(petition=petition, at=SETTLED)


def test_a_petition_closed_lately_keeps_its_key() -> None:
    petition = make_petition()
    close_petition(petition=petition, at=NOW)
    with pytest.raises(WrongStatus):
        destroy_key(petition=petition, at=NOW + timedelta(days=91))


def test_the_log_says_once_that_the_key_is_destroyed() -> None:
    petition = make_petition()
    close_petition(petition=petition, at=NOW)
    for _ in range(2):
        destroy_key(petition=petition, at=SETTLED)
    assert Entry.objects.filter(kind=Kind.KEY_DESTROYED, petition=petition.pk).count() == 1
