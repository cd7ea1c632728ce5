"""Files that editors put on the site."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection

from tests.factories.accounts import log_in, make_person_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "is_taken"), [("lettre.pdf", True), ("page.html", False)])
def test_what_a_browser_or_a_computer_would_run_is_no_document(
    client: Client, name: str, is_taken: bool
) -> None:
    log_in(client, make_person_with("editor"))
    root = Collection.get_first_root_node()
    client.post(
        "/gestion/documents/add/",
        {"title": name, "collection": root.pk, "file": SimpleUploadedFile(name, b"%PDF-1.4")},
    )
    assert Document.objects.exists() == is_taken
