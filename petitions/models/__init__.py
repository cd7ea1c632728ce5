"""Petitions, the wishes to sign them, the signatures that came of it, and how those leave."""

from petitions.models.abuse import AbuseRule, Alarm, SigningLimit, Trace
from petitions.models.annulment import Annulment, AnnulmentTarget
from petitions.models.event import Event
from petitions.models.mailbox import Mailbox
from petitions.models.mine import OwnList, OwnMailbox
from petitions.models.outcome import Dispatch, Mirror, Threshold
from petitions.models.petition import Petition
from petitions.models.request import SignatureRequest
from petitions.models.review import RefusalReason, Review, Supporter
from petitions.models.series import HourlyCount
from petitions.models.signature import Signature

__all__ = [
    "AbuseRule",
    "Alarm",
    "Annulment",
    "AnnulmentTarget",
    "Dispatch",
    "Event",
    "HourlyCount",
    "Mailbox",
    "Mirror",
    "OwnList",
    "OwnMailbox",
    "Petition",
    "RefusalReason",
    "Review",
    "Signature",
    "SignatureRequest",
    "SigningLimit",
    "Supporter",
    "Threshold",
    "Trace",
]
