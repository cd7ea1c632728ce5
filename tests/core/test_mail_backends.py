"""Everybody's mail goes through the outbox; the demo shows it."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, mailers, send_mail
from django.db import transaction
from pytest_django import Settings

from core.mail import CourrierBackend
from core.models import OutboxLetter
from tests.factories.core import waiting_letters

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _our_backends(settings: Settings, tmp_path: Path) -> None:
    settings.MAILERS = {
        "default": {"BACKEND": "core.mail.OutboxBackend"},
        "delivery": {"BACKEND": "core.mail.CourrierBackend", "OPTIONS": {"folder": tmp_path / "c"}},
    }


def test_letters_of_other_packages_wait_in_the_outbox() -> None:
    send_mail("Bonjour", "Texte", "a@example.org", ["ada@example.org"], html_message="<p>HTML</p>")
    [letter] = waiting_letters()
    assert (letter.to, letter.subject, letter.text) == ("ada@example.org", "Bonjour", "Texte")
    assert (letter.html, letter.sender) == ("<p>HTML</p>", "a@example.org")
    assert mail.outbox == []


def test_each_address_gets_a_letter_of_its_own() -> None:
    message = EmailMultiAlternatives("S", "T", None, ["a@example.org"], bcc=["b@example.org"])
    assert message.send() == 1
    assert {letter.to for letter in waiting_letters()} == {"a@example.org", "b@example.org"}


def test_a_letter_goes_with_the_transaction_that_wrote_it() -> None:
    with transaction.atomic():
        send_mail("S", "T", None, ["ada@example.org"])
        transaction.set_rollback(True)
    assert not OutboxLetter.objects.exists()


def test_an_attachment_is_refused_rather_than_lost() -> None:
    message = EmailMultiAlternatives("S", "T", None, ["ada@example.org"])
    message.attach("a.txt", "x", "text/plain")
    with pytest.raises(ValueError, match="attachments"):
        message.send()


def test_the_demo_keeps_each_letter_in_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    message: Any = EmailMultiAlternatives("Été", "Bonjour", "a@example.org", ["ada@example.org"])
    assert mailers["delivery"].send_messages([message, message]) == 2
    files = list((tmp_path / "c").iterdir())
    assert len(files) == 2
    assert {(f.suffix, stat.S_IMODE(f.stat().st_mode)) for f in files} == {(".eml", 0o600)}


def test_names_of_letters_sort_by_time(tmp_path: Path) -> None:
    backend = CourrierBackend(folder=tmp_path / "d", alias="delivery")
    for subject in ("un", "deux", "trois"):
        backend.send_messages([EmailMultiAlternatives(subject, "", "a@b.fr", ["c@d.fr"])])
    found = [path.read_text() for path in sorted((tmp_path / "d").iterdir())]
    assert ["un" in found[0], "deux" in found[1], "trois" in found[2]] == [True] * 3
