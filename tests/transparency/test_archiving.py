"""Documents are stored to the letter."""

from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from tests.factories.transparency import make_document
from transparency.errors import UnreadableDocument
from transparency.models import ArchivedDocument

pytestmark = pytest.mark.django_db
LETTER = (
    "# Un titre\n\nJeudi 24 mars 2022, par Une association\n\nUn <b>mot</b> & un autre.\n\n- Oui\n"
)


def imported(folder: Path, text: str | bytes, *options: str) -> str:
    """Import a file that holds `text`; return what the command printed."""
    file = folder / "texte.md"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    out = StringIO()
    call_command("import_document", str(file), *options, stdout=out)
    return out.getvalue()


def test_a_file_is_imported_without_a_word_more(tmp_path: Path) -> None:
    printed = imported(tmp_path, f"Un dossier.\n\n---\n{LETTER}")
    document = ArchivedDocument.objects.get()
    assert document.text == LETTER
    assert (document.title, document.publisher) == ("Un titre", "Une association")
    assert document.published_on == date(2022, 3, 24)
    assert document.get_absolute_url() in printed


def test_the_same_document_is_stored_once(tmp_path: Path) -> None:
    imported(tmp_path, LETTER)
    imported(tmp_path, LETTER, "--title", "Un autre titre")
    assert ArchivedDocument.objects.get().title == "Un titre"


def test_options_say_what_the_text_does_not(tmp_path: Path) -> None:
    options = [
        "--title",
        "T",
        "--publisher",
        "P",
        "--date",
        "2020-01-02",
        "--url",
        "https://x.org/",
    ]
    imported(tmp_path, "Rien d’autre.", *options)
    document = ArchivedDocument.objects.get()
    assert (document.publisher, document.url) == ("P", "https://x.org/")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Rien d’autre.", "does not say its title"),
        ("# T\n\nRien.", "does not say its publisher"),
        (b"\xff\xfe", "not UTF-8"),
        ("# T\n\nLe 2 mars 2022, par X\n\n\x00", "holds no text"),
    ],
)
def test_what_cannot_be_imported_is_said(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        imported(tmp_path, text)
    assert not ArchivedDocument.objects.exists()


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_document", str(tmp_path / "absent.md"))


def test_an_absurd_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not a day"):
        imported(tmp_path, LETTER, "--date", "2022-02-30")


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(UnreadableDocument):
        make_document(text=" \n")


def test_the_database_keeps_the_text_as_it_was() -> None:
    document = make_document()
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchivedDocument.objects.filter(pk=document.pk).update(text="Autre chose.")


def test_the_text_file_has_the_fingerprint_of_its_address(client: Client) -> None:
    document = make_document(text=LETTER.replace("\n", "\r\n"))
    raw = client.get(f"/transparence/documents/{document.sha256}.txt").content
    assert sha256(raw).hexdigest() == document.sha256


def test_the_page_shows_the_text_and_never_runs_it(client: Client) -> None:
    document = make_document(text=LETTER)
    html = client.get(document.get_absolute_url()).content.decode()
    assert "Un &lt;b&gt;mot&lt;/b&gt; &amp; un autre." in html
    assert 'id="p1"' in html
    assert 'href="#p2"' in html


def test_the_page_shows_every_word_in_order(client: Client) -> None:
    document = make_document(text="# Titre\n\nUn 'mot' !\n\n- Deux\n- Trois\n\nFin\n")
    html = client.get(document.get_absolute_url()).content.decode()
    words = ["<h2>Titre</h2>", "Un &#x27;mot&#x27; !", "Deux", "Trois", "<p>Fin</p>"]
    assert sorted(words, key=html.rindex) == words


def test_a_document_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/transparence/documents/{'0' * 64}/").status_code == 404
    assert client.get("/transparence/documents/x.txt").status_code == 404
