"""A domain that looks misspelt is asked about, never refused nor corrected unasked."""

import pytest

from core.text import likely_domain
from core.text.providers import MAILBOXES


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmal.com", "gmail.com"),
        ("GMAIL.FR", "gmail.com"),
        ("hotmial.fr", "hotmail.fr"),
        ("orage.fr", "orange.fr"),
        ("wanado.fr", "wanadoo.fr"),
        ("wanadoo.com", "wanadoo.fr"),
        ("laposte.fr", "laposte.net"),
        ("fre.fr", "free.fr"),
        ("yaho.fr", "yahoo.fr"),
    ],
)
def test_a_slip_of_the_finger_is_asked_about(typed: str, meant: str) -> None:
    assert likely_domain(f"ada@{typed}") == meant


@pytest.mark.parametrize(
    "domain",
    [
        "example.org",
        "mail.com",
        "fastmail.fm",
        "mymail.com",
        "outlook.com.br",
        "posteo.net",
        "yahoo.com.br",
        "hotmail.be",
        "yahoo.ca",
        "yahoo.co.uk",
        "gmx.net",
        "outlook.es",
        "hopital-de-brest.fr",
        "orange-business.com",
        "ac-rennes.fr",
        *sorted(MAILBOXES),
    ],
)
def test_what_is_likely_right_is_left_in_peace(domain: str) -> None:
    assert likely_domain(f"ada@{domain}") == ""
