"""Signatures, petitions, keys and places follow the log that a restored database read again."""

import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import Role
from core import keys
from core.errors import Unreadable
from ledger.models import Entry, Placement, SealedCount, TallyCell
from ledger.sed1.entries import Kind
from ledger.services import (
    figures_by_area,
    queue_annulment,
    scrub,
    tally,
)
from petitions.canonical import NEWEST
from petitions.models import Annulment, Petition, Signature
from petitions.services import (
    approve_annulment,
    carry_out_annulments,
    close_petition,
    destroy_key,
    open_petition,
    propose_annulment,
    undo_annulment,
)
from petitions.services.withdrawing import take_back
from tests.factories.accounts import make_person_with
from tests.factories.ledger import make_log, make_signers
from tests.factories.petitions import NOW, make_draft_petition, make_petition, sign
from tests.ledger.losing import go_on, lost, recovered

pytestmark = pytest.mark.django_db
SETTLED = NOW + timedelta(days=93)


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


def test_signatures_that_were_taken_back_are_taken_back_again() -> None:
    petition = make_petition()
    for name in ("ada", "bob"):
        sign(petition, address=f"{name}@example.org")
    go_on()
    with lost():
        signature = Signature.objects.filter(petition=petition).first()
        assert signature
        take_back(signature)
        go_on()
    assert petition.signatures.count() == 2
    found = recovered()
    assert (found.taken_back, petition.signatures.count()) == (1, 1)
    assert Placement.objects.get(geo=signature.geo).removal == Placement.Removal.LEAVING
    assert SealedCount.objects.get().online == 1


def test_destroyed_keys_are_destroyed_again(settings: Settings, tmp_path: Path) -> None:
    petition = make_petition()
    sign(petition)
    go_on()
    shutil.copytree(settings.KEYS_DIR, tmp_path / "yesterday")
    with lost():
        close_petition(petition=petition, at=NOW)
        go_on()
        destroy_key(petition=petition, at=SETTLED)
        go_on()
    petition_key = f"petition-{petition.pk}.key"
    shutil.copy(tmp_path / "yesterday" / petition_key, settings.KEYS_DIR / petition_key)
    assert keys.petition_key(petition.pk)
    assert recovered().keys == [petition.pk]
    with pytest.raises(Unreadable):
        keys.petition_key(petition.pk)


def test_a_petition_that_the_log_closed_takes_no_more_signatures() -> None:
    petition = make_petition()
    go_on()
    with lost():
        close_petition(petition=petition, at=NOW)
        go_on()
    recovered()
    petition.refresh_from_db()
    assert (petition.status, petition.closes_at) == (Petition.Status.CLOSED, NOW)


def test_a_petition_that_the_log_opened_is_open_with_its_text() -> None:
    petition = make_draft_petition()
    sign(make_petition())
    go_on()
    with lost():
        open_petition(petition=petition, at=NOW)
        opened = Petition.objects.get(pk=petition.pk)
        go_on()
    petition.refresh_from_db()
    assert petition.status == Petition.Status.DRAFT
    recovered()
    petition.refresh_from_db()
    assert petition.status == Petition.Status.OPEN
    assert petition.text_sha256 == opened.text_sha256
    assert petition.closes_at == opened.closes_at
    assert petition.rules_version == opened.rules_version == NEWEST
    sign(petition)
    go_on()
    assert scrub().faults == ()


def test_a_petition_that_is_lost_keeps_its_number() -> None:
    sign(make_petition())
    go_on()
    with lost():
        gone = make_petition()
        sign(gone)
        go_on()
    assert recovered().unknown == [gone.pk]
    assert make_petition().pk > gone.pk


def figures(petition: int = 7) -> list[tuple[str, int]]:
    return [(cell.area, cell.held) for cell in figures_by_area(petition)[1]]


def sign_as(petition: Petition, people: Iterable[int]) -> None:
    for number in people:
        sign(petition, address=f"n{number}@example.org", postcode="48000")
    go_on()


def places() -> list[tuple[bytes, int]]:
    rows = Placement.objects.order_by("geo").values_list("geo", "state", "removal")
    return [(bytes(geo), state * 10 + removal) for geo, state, removal in rows]


def test_places_are_those_of_the_published_figures() -> None:
    petition = make_petition()
    sign_as(petition, range(40))
    tally(at=NOW)
    go_on()
    with lost():
        for signature in Signature.objects.filter(petition=petition).order_by("geo")[:25]:
            take_back(signature)
        sign_as(petition, [])
        tally(at=NOW + timedelta(days=1))
        go_on()
        said, were = figures(petition.pk), places()
    recovered()
    assert (figures(petition.pk), places()) == (said, were)
    assert said == [("48", 20)]
    sign_as(petition, range(100, 130))
    tally(at=NOW + timedelta(days=2))
    go_on()
    assert figures(petition.pk) == [("48", 50)]
    assert scrub().faults == ()


def test_what_left_without_a_trace_of_its_place_stops_no_figures() -> None:
    signers = make_log(40)
    tally(at=NOW)
    go_on()
    with lost():
        for signer in signers[:25]:
            queue_annulment(petition=7, commitment=signer.commitment, geo=None, reason=1)
        go_on()
    recovered()
    make_signers(40)
    go_on()
    assert tally(at=NOW + timedelta(days=1))
    assert figures() == [("48", 70)]


def test_no_published_g_serves_a_second_time() -> None:
    make_log(30)
    tally(at=NOW)
    with lost():
        signers = make_log(40)
        tally(at=NOW + timedelta(days=1))
        go_on()
    recovered()
    published = [bytes(row.geo) for row in Placement.objects.filter(state=2)]
    assert set(published) & {signer.geo for signer in signers}
    assert TallyCell.objects.get().held == len(published) == 60


def test_an_undone_annulment_is_not_carried_out_after_all() -> None:
    petition = make_petition()
    sign(petition)
    go_on()
    one, other = (make_person_with(Role.Name.ADMINISTRATOR) for _ in range(2))
    index = Entry.objects.get(kind=Kind.SIGN).index
    assert index is not None
    annulment = propose_annulment(
        petition=petition,
        reason=2,
        statement="Une vague de signatures inventées.",
        indexes=[index],
        by=one,
        at=NOW,
    )
    approve_annulment(annulment=annulment, by=other, at=NOW)
    go_on()
    carry_out_annulments(at=NOW)
    with lost():
        undo_annulment(annulment=annulment, by=one, at=NOW)
        go_on()
    recovered()
    assert Annulment.objects.get().state == Annulment.State.UNDONE
    assert carry_out_annulments(at=NOW + timedelta(days=4)) == 0
