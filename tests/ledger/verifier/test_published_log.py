"""What our own server publishes passes its verifier, at the addresses that the site serves."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from ledger.sed1.receipts import OwnerReceipt
from ledger.services import proof_of, publish, seal, tally, text_hash_of
from ledger.verifier.findings import WRONG_MARK, Finding
from ledger.verifier.receiving import parse_receipt_file, receipt_findings
from ledger.verifier.recounting import recount_findings, recounted
from ledger.verifier.showing import served_counts
from ledger.verifier.tallying import tally_findings
from ledger.verifier.trusting import Trust, served_checkpoint, served_keys, trust_in
from tests.factories.ledger import NOW, PETITION, Signer, make_log

pytestmark = pytest.mark.django_db


class SiteLog:
    """The log under `/registre/`, asked without a network."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def read(self, path: str, *, limit: int) -> bytes | None:
        answer = self._client.get(f"/registre/{path}")
        if answer.status_code == 404:
            return None
        assert answer.status_code == 200, path
        content = b"".join(answer) if answer.streaming else answer.content
        assert len(content) <= limit
        return content

    def close(self) -> None:
        pass


@pytest.fixture
def log(client: Client) -> SiteLog:
    return SiteLog(client)


def trust(log: SiteLog) -> Trust:
    return trust_in(served_keys(log))


def sentences(findings: Iterator[Finding]) -> list[str]:
    """Return the sentences of findings among which nothing is wrong."""
    found = list(findings)
    assert [str(each) for each in found if each.mark == WRONG_MARK] == []
    return [each.sentence for each in found]


def receipt_of(signer: Signer) -> str:
    receipt = OwnerReceipt(
        petition=PETITION,
        version=1,
        text_hash=text_hash_of(PETITION, 1),
        area=signer.area,
        level=1,
        kind=1,
        slot=0,
        secret=signer.secret,
    )
    proof = proof_of(signer.commitment, extra=receipt.to_bytes())
    assert proof is not None
    return proof.text()


def test_its_counts_are_those_it_shows(log: SiteLog) -> None:
    make_log(300)
    shown = served_counts(log)
    assert shown is not None
    checkpoint = trust(log).opened(served_checkpoint(log)).checkpoint
    recount = recounted(log, checkpoint=checkpoint)
    words = sentences(recount_findings(recount, checkpoint))
    assert words[-1] == f"Pétition {PETITION} : 300 signatures en ligne, 0 sur papier."
    [said] = sentences(shown.findings(recount))
    assert said.startswith("Les comptes que le site affiche sont ceux du registre à sa taille 30")


def test_its_receipts_are_recorded_counted_and_placed(log: SiteLog) -> None:
    signers = make_log(30)
    tally(at=NOW + timedelta(days=1))
    seal(at=NOW + timedelta(days=1))
    publish()
    file = parse_receipt_file(receipt_of(signers[0]))
    who = signers[0].address.encode()
    first, second, third = sentences(receipt_findings(file, who=who, trust=trust(log), log=log))
    assert first.startswith("Enregistrée : oui")
    assert second.startswith("Encore comptée : oui")
    assert third.startswith("Placée dans un département : ")


def test_its_figures_agree_with_it(log: SiteLog) -> None:
    make_log(30)
    tally(at=NOW + timedelta(days=1))
    seal(at=NOW + timedelta(days=1))
    publish()
    note = served_checkpoint(log)
    checkpoint, signers = trust(log).opened(note).checkpoint, trust(log).signers(note)
    found = tally_findings(log, checkpoint=checkpoint, signers=signers, petition=PETITION)
    words = sentences(found)
    assert words[-1] == "Département 48, par courriel : 20 signatures."
