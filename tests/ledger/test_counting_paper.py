"""Paper sheets in the public count: beside what is online, the last reading of a sheet counts."""

import pytest
from django.test import Client
from pytest_django import Settings

from ledger.models import Entry, SealedCount, TallyCell
from ledger.sed1.entries import Kind, Paper
from ledger.services import publish, queue_closing, scrub, seal, sealed_counts
from ledger.services.counts import PublicFigures
from tests.factories.ledger import NOW, PETITION, make_log, make_signers

pytestmark = pytest.mark.django_db


def queue_sheet(sheet: int, lines: int) -> None:
    """Let a sheet wait, as the committees' work will once it was read twice."""
    body = Paper(PETITION, sheet, lines, bytes(32)).to_bytes()
    Entry.objects.create(kind=Kind.PAPER, petition=PETITION, body=body)


def figures() -> PublicFigures:
    seal(at=NOW)
    publish()
    return sealed_counts([PETITION])[PETITION]


def test_sheets_count_beside_what_is_online() -> None:
    make_log(3)
    queue_sheet(1, 20)
    queue_sheet(2, 5)
    assert (figures().online, figures().paper) == (3, 25)


def test_a_sheet_read_again_counts_as_its_last_reading() -> None:
    make_log(1)
    queue_sheet(1, 20)
    assert figures().paper == 20
    queue_sheet(1, 18)
    queue_sheet(2, 4)
    assert figures().paper == 22
    queue_sheet(2, 0)
    assert figures().paper == 18


def test_a_sheet_leaves_alone_the_group_that_waits(settings: Settings) -> None:
    settings.SEAL_BATCH, settings.SEAL_DELAY_MINUTES = 5, (5, 15)
    make_log(10)
    make_signers(1)
    seal(at=NOW)
    due = SealedCount.objects.get().due_at
    queue_sheet(1, 7)
    assert figures().paper == 7
    assert SealedCount.objects.get().due_at == due is not None


def test_the_end_states_paper_and_a_scrub_finds_it_so() -> None:
    make_log(3)
    queue_sheet(1, 9)
    queue_closing(petition=PETITION)
    assert figures()[3:5] == (3, 9)
    assert scrub().faults == ()


def test_a_sheet_after_the_end_never_enters_the_log() -> None:
    make_log(3)
    queue_closing(petition=PETITION)
    seal(at=NOW)
    queue_sheet(1, 9)
    assert figures().paper == 0
    assert scrub().faults == ()


def test_an_end_of_the_release_before_is_no_damage() -> None:
    make_log(3)
    queue_closing(petition=PETITION)
    figures()
    SealedCount.objects.update(paper_at_closing=None)
    assert scrub().faults == ()


def test_the_log_says_paper_where_it_says_its_counts(client: Client) -> None:
    make_log(3)
    queue_sheet(1, 9)
    figures()
    said = client.get("/registre/comptes.json").json()
    assert said["petitions"] == {str(PETITION): {"online": 3, "paper": 9}}


def test_the_desk_is_known_by_tens_from_the_published_files_alone() -> None:
    make_log(1)
    for area, held in [("48", 20), ("07", 10)]:
        TallyCell.objects.create(petition=PETITION, area=area, level=2, held=held)
    TallyCell.objects.create(petition=PETITION, area="07", level=1, held=50)
    assert figures().desk == 30
