"""Petitions, the wishes to sign them, the signatures that came of it, and how those leave."""

from petitions.models.annulment import Annulment, AnnulmentTarget
from petitions.models.mailbox import Mailbox
from petitions.models.mine import OwnList, OwnMailbox
from petitions.models.petition import Petition
from petitions.models.request import SignatureRequest
from petitions.models.signature import Signature

__all__ = [
    "Annulment",
    "AnnulmentTarget",
    "Mailbox",
    "OwnList",
    "OwnMailbox",
    "Petition",
    "Signature",
    "SignatureRequest",
]
