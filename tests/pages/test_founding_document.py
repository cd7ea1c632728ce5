"""Once the whole text is archived, our summary and the proposal lead to its paragraphs."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from tests.factories.pages import make_document, make_proposal
from tests.pages.desk import said
from transparency.models import ArchivedDocument

pytestmark = pytest.mark.django_db
TEXT = "# Un petit texte\n\nUn mot.\n\nCe qu’il constate.\n\nNous demandons un débat public.\n"


def archive(folder: Path) -> ArchivedDocument:
    file = folder / "texte.md"
    file.write_text(TEXT, encoding="utf-8")
    told = ["--publisher", "Une association", "--date", "2022-03-24", "--whole"]
    call_command("import_document", str(file), *told)
    return ArchivedDocument.objects.get()


def test_the_document_and_the_proposal_lead_to_the_paragraphs(
    client: Client, tmp_path: Path
) -> None:
    document = make_document(title="Un petit texte", published_on=date(2022, 3, 24))
    proposal = make_proposal(document=document)
    archived = archive(tmp_path).get_absolute_url()
    assert f'href="{archived}#p2"' in said(client.get(document.url))
    assert f'href="{archived}#p3"' in said(client.get(proposal.url))
    for paragraph in ["p2", "p3"]:
        assert f'id="{paragraph}"' in said(client.get(archived))


def test_without_the_archived_text_nothing_leads_there(client: Client) -> None:
    proposal = make_proposal()
    assert proposal.document
    for url in [proposal.url, proposal.document.url]:
        assert "/transparence/documents/" not in said(client.get(url))
