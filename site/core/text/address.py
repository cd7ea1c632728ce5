"""E-mail addresses, in the one form that the platform writes to and compares. Pure Python."""

import re

import idna

from core.errors import BadAddress

LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
# The unquoted local parts of RFC 5321: what mailbox providers really give to people.
LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"({LABEL}\.)+(?=[a-z0-9-]*[a-z]){LABEL}")


def simple_address(typed: str) -> str:
    """Return `typed` in lower case, its domain as an A-label, without what keyboards add.

    Keyboards of phones add spaces around « @ » and dots. A space inside a word may hide a mistake:
    it is refused. No dot, tag or alias rule: this is the address letters go to.

    Raises:
        BadAddress: if no letter could reach it.
    """
    for mark in "@.":
        typed = mark.join(part.strip() for part in typed.split(mark))
    if typed.count("@") > 1:
        raise BadAddress("@")
    if any(map(str.isspace, typed)):
        raise BadAddress(" ")
    local, _, domain = typed.rpartition("@")
    # A keyboard may lower-case İ or ſ into ASCII; only ASCII in, so that only ASCII comes out.
    if not local.isascii():
        raise BadAddress
    address = f"{local.lower()}@{_a_label(domain)}"
    if len(local) > LONGEST_LOCAL_PART or len(address) > LONGEST_ADDRESS:
        raise BadAddress
    if not LOCAL_PART.fullmatch(local.lower()):
        raise BadAddress
    return address


def _a_label(domain: str) -> str:
    try:
        ascii_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        raise BadAddress from None
    ascii_domain = ascii_domain.lower()
    if not DOMAIN.fullmatch(ascii_domain):
        raise BadAddress
    return ascii_domain
