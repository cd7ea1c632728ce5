"""French typography, numbers and Markdown in templates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from core import moments, text
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
def date_fr(value: date | None) -> str:
    """Write a day, or that of a moment as it is in Paris, in the French way: « 1er mars 2026 »."""
    return moments.day_fr(value) if value else ""


@register.filter
def short_date_fr(value: date) -> str:
    """Write a day without its year: « 1er mars »."""
    return moments.short_day_fr(value)


@register.filter
def weekday_fr(value: date) -> str:
    """Write a day of this week or the next: « dimanche 1er mars »."""
    return moments.weekday_fr(value)


@register.filter
def time_fr(value: datetime) -> str:
    """Write the hour of a moment as it is in Paris: « 9 h 05 »."""
    return moments.hour_fr(value)


@register.filter
def moment_fr(value: datetime | None) -> str:
    """Write a moment: « 1er mars 2026 à 9 h 05 »."""
    return f"{moments.day_fr(value)} à {moments.hour_fr(value)}" if value else ""


@register.filter
def likely_domain(address: str) -> str:
    """Return the well-known domain that an address likely misspells, or ""."""
    return text.likely_domain(address)
