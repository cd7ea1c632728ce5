"""Letters as a real mail server receives them."""

import email
import email.policy
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from core import letters, outbox
from core.models import OutboxLetter
from tests.core.mail_server import mail_server
from tests.factories.core import make_letter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def inbox(settings: Settings) -> Iterator[list[bytes]]:
    with mail_server() as (port, received):
        options = {"host": "127.0.0.1", "port": port, "timeout": 5}
        backend = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAILERS = {"delivery": {"BACKEND": backend, "OPTIONS": options}}
        yield received


def test_a_letter_arrives_as_text_and_as_html(inbox: list[bytes]) -> None:
    row = outbox.enqueue(make_letter(subject="Été : l’avis", html="<p>É</p>"), at=NOW)
    assert outbox.drain(limit=10, at=NOW) == 1
    message = email.message_from_bytes(inbox[0], policy=email.policy.default)
    assert message["Subject"] == "Été : l’avis"
    assert message["To"] == "ada@example.org"
    assert message["Message-ID"] == f"<{row.pk}@testserver>"
    assert message["Auto-Submitted"] == "auto-generated"
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_one_refused_address_does_not_hold_up_the_next_letter(inbox: list[bytes]) -> None:
    outbox.enqueue(make_letter(to="refused@example.org"), at=NOW)
    outbox.enqueue(make_letter(), at=NOW)
    assert outbox.drain(limit=10, at=NOW) == 1
    assert not OutboxLetter.objects.exists()


def test_a_letter_that_the_server_hangs_up_on_lets_the_next_ones_pass(inbox: list[bytes]) -> None:
    outbox.enqueue(make_letter(to="hang-up@example.org"), at=NOW)
    outbox.enqueue(make_letter(), at=NOW)
    assert outbox.drain(limit=10, at=NOW) == 0
    assert outbox.drain(limit=10, at=NOW) == 1
    assert OutboxLetter.objects.get().attempts == 1


def test_an_address_with_accents_in_its_domain_can_be_written_to(inbox: list[bytes]) -> None:
    outbox.enqueue(make_letter(to="ada@xn--hpital-ixa.fr"), at=NOW)
    assert outbox.drain(limit=10, at=NOW) == 1
    assert b"ada@xn--hpital-ixa.fr" in inbox[0]


def test_a_subject_cannot_add_a_header() -> None:
    context = {"news": [], "stop_url": "http://testserver/"}
    letter = letters.render(
        "follows/mail/digest", to="a@example.org", subject="Un\r\nBcc: eve@x.org", context=context
    )
    assert letter.subject == "Un Bcc: eve@x.org"


def test_text_is_plain_and_html_is_escaped() -> None:
    item = {"title": "L'eau & <feu> ?", "body": "Un *mot*.", "path": "/x/"}
    letter = letters.render(
        "follows/mail/digest",
        to="a@example.org",
        subject="Des nouvelles",
        context={"news": [item], "stop_url": "http://testserver/"},
    )
    assert "L’eau & <feu>\u202f?" in letter.text
    assert "L’eau &amp; &lt;feu&gt;\u202f?" in letter.html
    assert "<em>mot</em>" in letter.html
