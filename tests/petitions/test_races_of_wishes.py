"""Wishes to sign meet at the same moment: two devices, two clocks, and an amendment."""

from datetime import timedelta
from functools import partial

import pytest
from celery import current_app

from core.models import OutboxLetter
from ledger.models import Entry
from ledger.sed1.entries import Kind, Sign, parse_entry
from petitions.models import Petition, SignatureRequest
from petitions.services import amend_petition, confirm_by_link, remind_unconfirmed
from tests.factories.petitions import NOW, ask, choice, confirm, make_petition
from tests.petitions.leaving import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _worker_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave letters in the outbox: here no worker runs inside the request."""
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)


def test_two_clocks_at_once_remind_each_mailbox_once() -> None:
    petition = make_petition()
    for number in range(12):
        ask(petition, address=f"ada{number}@example.org")
    OutboxLetter.objects.all().delete()
    remind = partial(remind_unconfirmed, at=NOW + timedelta(days=2))
    said = all_at_once([remind] * 4)
    assert sum(said) == OutboxLetter.objects.count() == 12


def test_two_people_at_one_address_sign_from_two_devices_at_once() -> None:
    for _ in range(5):
        OutboxLetter.objects.all().delete()
        petition = make_petition()
        ada, charles = all_at_once(
            [partial(ask, petition), partial(ask, petition, name="Charles Babbage")]
        )
        assert OutboxLetter.objects.count() == 1
        by_link = partial(
            confirm_by_link,
            token=charles.link_token,
            wish=charles.pk,
            proof="47200",
            choice=choice(),
            at=NOW,
            is_sure=True,
        )
        all_at_once([partial(confirm, ada), by_link])
        assert set(petition.signatures.values_list("slot", flat=True)) == {0, 1}


def test_who_confirms_while_the_text_is_amended_signs_the_text_that_was_read() -> None:
    petition = make_petition()
    first_text = petition.text_hash
    wishes = [ask(petition, address=f"ada{number}@example.org") for number in range(24)]

    def amend() -> Petition:
        return amend_petition(
            petition=petition,
            title=petition.title,
            text="Nous demandons un débat public et contradictoire.",
            details="",
            addressees=petition.addressees,
            note="Le débat doit être contradictoire.",
            at=NOW,
        )

    acts = [partial(confirm, wish) for wish in wishes]
    said = all_at_once([*acts[:12], amend, *acts[12:]])
    receipts = [answer.receipt for answer in said if not isinstance(answer, Petition)]
    assert {(receipt.version, receipt.text_hash) for receipt in receipts} == {(1, first_text)}
    after = confirm(ask(Petition.objects.get(pk=petition.pk), address="bob@example.org"))
    assert after.signing.version == 2
    assert after.signing.text_hash != first_text
    assert versions_logged(petition) == {1: 24, 2: 1}
    assert not SignatureRequest.objects.filter(confirmed_on=None).exists()


def versions_logged(petition: Petition) -> dict[int, int]:
    """Return how many signatures of each version the log holds, or awaits."""
    entries = Entry.objects.filter(kind=Kind.SIGN, petition=petition.pk)
    signed = [parse_entry(bytes(entry.body)) for entry in entries]
    versions = [entry.version for entry in signed if isinstance(entry, Sign)]
    return {version: versions.count(version) for version in sorted(set(versions))}
