"""What is said of a refusal in the tables of refusals, and how each is met over HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

# Arranged, then sent by one browser.
type Sending = Callable[[], Any]

# What a wrong code uses up, on purpose.
ATTEMPTS = {"attempts", "link_attempts", "wrong_codes"}


@dataclass(frozen=True)
class Refusal:
    """One refusal: who meets it, and what they are answered.

    Attributes:
        who: as a reader of the table would call them.
        status: 302 where the answer leads to the page that says `words`.
        arrange: prepares everything, and returns what is then sent.
    """

    error: type[Exception]
    who: str
    status: int
    words: str
    arrange: Callable[[], Sending]

    def __str__(self) -> str:
        return f"{self.error.__name__}-{self.who}"


def sending(client: Client, address: str, typed: Any = None, **headers: str) -> Sending:
    return partial(client.post, address, typed or {}, headers=headers)


def books() -> dict[str, list[Any]]:
    """Return every row of every table, without what counts attempts."""
    tables = {model._meta.label: model._default_manager for model in apps.get_models()}
    return {
        label: [
            {name: value for name, value in row.items() if name not in ATTEMPTS}
            for row in rows.order_by("pk").values()
        ]
        for label, rows in tables.items()
    }


def noted(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """Return a list that fills with each `error`, none of another class, as it is made."""
    made: list[Exception] = []
    make: Any = error.__init__

    def note(self: Exception, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        if type(self) is error:
            made.append(self)

    monkeypatch.setattr(error, "__init__", note)
    return made
