"""The admin, as its people see it through a browser without JavaScript."""

import re
from html import unescape
from typing import Any

from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.models import Role, User
from tests.factories.accounts import log_in, make_person_with

FIELD = re.compile(r"<input[^>]*>|<textarea[^>]*>.*?</textarea>|<select[^>]*>.*?</select>", re.S)


def editor() -> Client:
    return desk_of(make_person_with(Role.Name.EDITOR))


def desk_of(user: User) -> Client:
    """Return a browser in which `user` is logged in, second factor included."""
    return log_in(Client(), user)


def form_at(client: Client, address: str) -> dict[str, str]:
    """Return what a browser would send of the form at `address`, nothing changed.

    It ends each line of a text with CRLF.
    """
    html = client.get(address).content.decode()
    values = {}
    for tag in FIELD.findall(html):
        name = re.search(r'\bname="([^"]+)"', tag)
        if name and not re.search(r"\bdisabled\b", tag.partition(">")[0]):
            value = _value_of(tag)
            if value is not None:
                values[name[1]] = value
    return values


def page_form_at(client: Client, address: str) -> dict[str, str]:
    """Return the form of a page; its streams, which a script writes, hold one text at most."""
    empty = {f"{stream}-count": "0" for stream in ["steps", "points", "follow_up"]}
    body = streamfield([("text", rich_text("<p>Bonjour.</p>"))])
    filled: dict[str, str] = nested_form_data({"body": body})
    return form_at(client, address) | empty | filled


def said(response: Any) -> str:
    """Return what an answer says, entities read."""
    return unescape(response.content.decode())


def _value_of(tag: str) -> str | None:
    if tag.startswith("<textarea"):
        text = tag.partition(">")[2].removesuffix("</textarea>").removeprefix("\n")
        return unescape(text).replace("\r\n", "\n").replace("\n", "\r\n")
    if tag.startswith("<select"):
        chosen = re.search(r'<option value="([^"]*)" selected', tag)
        return chosen[1] if chosen else ""
    if re.search(r'type="(radio|checkbox)"', tag) and "checked" not in tag:
        return None
    value = re.search(r'\bvalue="([^"]*)"', tag)
    return unescape(value[1]) if value else ""
