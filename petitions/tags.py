"""Keyed tags: what lets the platform recognise a signer without knowing one. Pure Python.

Whoever holds the table alone learns nothing; once the petition's key is destroyed, nobody does.
Every tag contains the address, so that two rows of one name or one town never look alike.
"""

import hmac

KIND_EMAIL = 1
SLOTS = (0, 1)


def signature_tag(key: bytes, *, petition: int, slot: int, address: str) -> bytes:
    """Return the tag under which a canonical address signs once in `slot` (`ledger.md` §3)."""
    who = bytes([KIND_EMAIL, slot]) + address.encode()
    return _tag(key, "sed1/tag", petition, who)


def holder_tag(key: bytes, *, petition: int, address: str, name: str) -> bytes:
    """Return what tells two people apart who share one address."""
    return _tag(key, "sed1/holder", petition, f"{address}\n{name}".encode())


def place_tag(key: bytes, *, petition: int, address: str, postcode: str) -> bytes:
    """Return what two people who share one address have in common."""
    return _tag(key, "sed1/place", petition, f"{address}\n{postcode}".encode())


def exact_tag(key: bytes, *, petition: int, address: str) -> bytes:
    """Return what finds the signatures of a simple address, for its owner (`ledger.md` §3).

    No rule of uniqueness applies: a look-alike address of the same mailbox finds nothing.
    """
    return _tag(key, "sed1/mail", petition, address.encode())


def mailbox_tag(key: bytes, *, petition: int, address: str) -> bytes:
    """Return the tag under which letters to a canonical address are limited."""
    return _tag(key, "sed1/mailbox", petition, address.encode())


def provider_tag(key: bytes, *, petition: int, domain: str) -> bytes:
    """Return what the signatures of one provider's addresses have in common, for seven days."""
    return _tag(key, "sed1/provider", petition, domain.encode())


def network_tag(key: bytes, *, petition: int, network: str) -> bytes:
    """Return what the signatures asked for from one network have in common, for seven days."""
    return _tag(key, "sed1/network", petition, network.encode())


def _tag(key: bytes, domain: str, petition: int, who: bytes) -> bytes:
    framed = bytes([len(domain)]) + domain.encode() + petition.to_bytes(4, "big") + who
    return hmac.digest(key, framed, "sha256")
