"""Providers of addresses: throw-away ones, relays that protect people, and well-known ones.

Pure Python. A throw-away address is marked for the operators, never refused.
"""

from disposable_email_domains import blocklist

from core.text.providers import MAILBOXES

# Each forwards to one person's own mailbox: using one is prudence, not fraud.
RELAYS = frozenset(
    {
        # SimpleLogin and Proton Pass
        "8alias.com",
        "8shield.net",
        "aleeas.com",
        "dralias.com",
        "passfwd.com",
        "passinbox.com",
        "passmail.com",
        "passmail.net",
        "silomails.com",
        "simplelogin.co",
        "simplelogin.com",
        "simplelogin.fr",
        "slmail.me",
        "slmails.com",
        # addy.io
        "4wrd.cc",
        "addy.io",
        "addymail.com",
        "anonaddy.com",
        "anonaddy.me",
        "mailer.me",
        # Firefox Relay, DuckDuckGo, Apple
        "mozmail.com",
        "relay.firefox.com",
        "duck.com",
        "icloud.com",
        "privaterelay.appleid.com",
    }
)
# Where so many people have their mailbox that many signatures say nothing.
WELL_KNOWN = MAILBOXES | RELAYS


def is_disposable(domain: str) -> bool:
    """Tell whether `domain`, or one it belongs to, gives throw-away addresses; a relay does not."""
    labels = domain.split(".")
    parents = {".".join(labels[start:]) for start in range(len(labels) - 1)}
    return not parents.isdisjoint(blocklist) and parents.isdisjoint(RELAYS)
