"""Lists of one’s own signatures, for tests."""

import re

from core.letters import Letter
from core.text import typography
from petitions.models import OwnList, Petition
from petitions.services import (
    OwnSignature,
    ask_for_list,
    open_list,
    own_signatures,
)
from tests.factories.core import waiting_letters
from tests.factories.petitions import NOW

ADA = "ada@example.org"


def letters_to(address: str = ADA) -> list[Letter]:
    """Return the letters that carry a code to « mes signatures »."""
    subject = typography("Votre code à 6 chiffres")
    return [one for one in waiting_letters() if (one.to, one.subject) == (address, subject)]


def code_for(address: str = ADA) -> str:
    """Return the code of the last letter to `address`."""
    [code] = re.findall(r"^(\d{6})$", letters_to(address)[-1].text, re.MULTILINE)
    return str(code)


def opened(address: str = ADA) -> OwnList:
    """Ask for the list of an address, and open it with the code of its letter."""
    own_list = ask_for_list(address=address, at=NOW)
    return open_list(reference=own_list.reference, code=code_for(address), at=NOW)


def signatures(address: str = ADA) -> list[OwnSignature]:
    return own_signatures(opened(address))


def petitions(address: str = ADA) -> list[Petition]:
    return [own.signature.petition for own in signatures(address)]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"
