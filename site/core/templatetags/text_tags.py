"""French typography, numbers and Markdown in templates."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core import partial_dates, text
from core.text.typography import typography_html

register = template.Library()


@register.filter
def fr(value: object) -> str:
    """Apply French typography to plain text, or to HTML that is already safe."""
    if isinstance(value, SafeString):
        return mark_safe(typography_html(value))  # noqa: S308  (safe before, and no tag is added)
    return text.typography("" if value is None else str(value))


@register.filter
def markdown(value: str) -> SafeString:
    """Render an editor's Markdown."""
    return text.render_markdown(value or "")


@register.filter
def contribution(value: str) -> SafeString:
    """Render a person's text."""
    return text.render_contribution(value or "")


@register.filter
def number_fr(value: Any) -> str:
    """Write a number in the French way; leave anything else as it is."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return text.number_fr(value)
    return "" if value is None else str(value)


@register.filter
def date_fr(value: datetime) -> str:
    """Write the day of a moment in the French way, « 1er mars 2026 », as it is in Paris."""
    return partial_dates.french(timezone.localtime(value).date().isoformat())
