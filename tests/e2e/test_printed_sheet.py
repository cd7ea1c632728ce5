"""The sheet that shows a receipt fits one page of paper, and its text is read when it is copied."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser

from ledger.sed1.receipts import shown
from ledger.tlog.tlog_proofs import parse_tlog_proof
from petitions.qr import qr_code
from petitions.views.receipts import verifier_address
from tests.e2e.ledger_site import LedgerSite, serving
from tests.e2e.verifier.pages import written
from tests.factories.petitions import NOW
from tests.ledger.verifier.written_log import signer

pytestmark = pytest.mark.e2e


def test_the_sheet_is_one_page_of_paper(browser: Browser, tmp_path: Path) -> None:
    file = parse_tlog_proof(written(tmp_path).receipt(12, 300))
    # A million signatures.
    grown = replace(file, hashes=file.hashes[:1] * 20, extra=shown(signer(12)).to_bytes())
    proof = SimpleNamespace(index=grown.index, text=grown.text())
    context = {
        "petition": SimpleNamespace(title="Un médecin pour chaque village de ce pays " * 2),
        "wish": SimpleNamespace(confirmed_on=NOW.date()),
        "proof": proof,
        "qr": qr_code(verifier_address(grown)),
        "verifier": "https://exemple.fr/registre/verifier/",
    }
    sheet = render_to_string("petitions/printed.html", context)
    with serving(LedgerSite(tmp_path, pages={"/": sheet})) as site:
        page = browser.new_page(base_url=site.address)
        page.goto("/")
        paper = page.pdf(format="A4", prefer_css_page_size=True)
        page.close()
    assert len(re.findall(rb"/Type /Page\b", paper)) == 1
