"""Wishes to follow without an account, for tests."""

import re
from datetime import datetime
from typing import Any

from core.letters import Letter
from core.text import typography
from follows import services
from follows.models import FollowRequest
from follows.topics import Topic
from tests.factories.core import waiting_letters
from tests.factories.follows import MONDAY

ADA = "ada@example.org"
TOPIC = Topic("petition:7", "Une maternité à vingt minutes", "/petitions/maternite/")


def ask_to_follow(*, address: str = ADA, at: datetime = MONDAY, **kwargs: Any) -> FollowRequest:
    """Ask for the news of petition 7, that Monday, as Ada."""
    said: dict[str, Any] = {"topic": TOPIC, "limited_as": address, "not_before": at}
    return services.ask(address=address, at=at, **(said | kwargs))


def letters_to(address: str = ADA) -> list[Letter]:
    """Return the letters that ask an address whether it wants news."""
    subject = typography("Votre code pour recevoir des nouvelles")
    return [one for one in waiting_letters() if (one.to, one.subject) == (address, subject)]


def code_for(address: str = ADA) -> str:
    """Return the code of the last letter to `address`."""
    [code] = re.findall(r"^(\d{6})$", letters_to(address)[-1].text, re.MULTILINE)
    return str(code)


def link_for(address: str = ADA) -> str:
    """Return the reference in the link of the last letter to `address`."""
    [reference] = re.findall(r"/suivi/([\w-]{43})/", letters_to(address)[-1].text)
    return str(reference)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"
