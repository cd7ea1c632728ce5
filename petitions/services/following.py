"""Ask for the news of a petition without signing it."""

from datetime import datetime

from follows import services as follows
from follows.models import FollowRequest
from follows.topics import Topic
from petitions.canonical import canonical_address
from petitions.models import Petition
from petitions.services.guarding import letter_held_until


def ask_for_news(
    *, petition: Petition, address: str, at: datetime, network: str = ""
) -> FollowRequest:
    """Write to `address`, a simple one, whether it wants the news of a published petition.

    Args:
        network: where it comes from, as `core.http.client_prefix` says; empty if from none.
    """
    return follows.ask(
        topic=Topic(f"petition:{petition.pk}", petition.title, petition.get_absolute_url()),
        address=address,
        limited_as=canonical_address(address),
        at=at,
        not_before=letter_held_until("news", network=network, at=at),
    )
