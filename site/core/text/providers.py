"""Where most people here have their mailbox, and what is likely one of them misspelt. Pure Python.

Nobody is refused, and nothing is corrected unasked: a rare domain may well be right.
"""

from difflib import get_close_matches

MAILBOXES = frozenset(
    {
        "aliceadsl.fr",
        "aol.com",
        "bbox.fr",
        "club-internet.fr",
        "fastmail.com",
        "free.fr",
        "gmail.com",
        "gmx.com",
        "gmx.fr",
        "hotmail.com",
        "hotmail.fr",
        "icloud.com",
        "laposte.net",
        "live.com",
        "live.fr",
        "mac.com",
        "mailo.com",
        "msn.com",
        "neuf.fr",
        "numericable.fr",
        "orange.fr",
        "outlook.com",
        "outlook.fr",
        "proton.me",
        "sfr.fr",
        "wanadoo.fr",
        "yahoo.com",
        "yahoo.fr",
        "ymail.com",
    }
)
# Real ones that look like a well-known one.
_OTHERS = frozenset(
    {
        "email.com",
        "fastmail.fm",
        "hotmail.ca",
        "love.com",
        "mail.com",
        "mymail.com",
        "outlook.com.br",
        "posteo.net",
        "yahoo.com.br",
    }
)
# Endings that people mix up: too far from the right one to be found by their letters.
_OTHER_ENDINGS = {
    "gmail.fr": "gmail.com",
    "laposte.fr": "laposte.net",
    "wanadoo.com": "wanadoo.fr",
}
# From 0 to 1: one letter more, less or in the wrong place, in a domain of seven and more.
_ALIKE = 0.85


def likely_domain(address: str) -> str:
    """Return the well-known domain that `address` likely means, or "" if it seems to be right."""
    domain = address.rpartition("@")[2].lower()
    if domain in MAILBOXES | _OTHERS:
        return ""
    close = get_close_matches(domain, sorted(MAILBOXES), n=1, cutoff=_ALIKE)
    return _OTHER_ENDINGS.get(domain) or next(iter(close), "")
