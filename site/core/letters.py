"""A letter: what one person is written, as text and as HTML."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist, loader
from django.template.backends.django import Template

from core.text import typography


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one address; one-click unsubscribe unless it answers the person's own act."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    transactional: bool = True
    sender: str = ""

    def __post_init__(self) -> None:
        if not self.transactional and "List-Unsubscribe" not in self.headers:
            raise ValueError("A letter nobody asked for just now must be easy to stop.")

    def to_bytes(self) -> bytes:
        # Above 2 kB, PostgreSQL would cut each letter up and index its pieces in another table.
        return zlib.compress(json.dumps(asdict(self), ensure_ascii=False).encode(), level=1)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Letter":
        return cls(**json.loads(zlib.decompress(data)))


def render(
    template: str,
    *,
    to: str,
    subject: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    transactional: bool = True,
) -> Letter:
    """Return the letter that `<template>.txt` and `<template>.html` write to `to`.

    Templates also know `subject`, `site_name`, `base_url` and `contact_email`.
    """
    subject = typography(" ".join(subject.split()))
    known = {
        "subject": subject,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "base_url": settings.BASE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        **context,
    }
    return Letter(
        to=to,
        subject=subject,
        text=typography(_plain(f"{template}.txt", known)),
        html=loader.render_to_string(f"{template}.html", known),
        headers=dict(headers or {}),
        transactional=transactional,
    )


def _plain(name: str, context: dict[str, Any]) -> str:
    """Render a text template; nothing is escaped, for nothing will read it as HTML."""
    template = loader.get_template(name)
    if not isinstance(template, Template):
        raise TemplateDoesNotExist(name)
    text: str = template.template.render(Context(context, autoescape=False))
    return text.strip() + "\n"
