"""Petitions, the wishes to sign them, and the signatures that came of it."""

from petitions.models.mailbox import Mailbox
from petitions.models.petition import Petition
from petitions.models.request import SignatureRequest
from petitions.models.signature import Signature

__all__ = ["Mailbox", "Petition", "Signature", "SignatureRequest"]
