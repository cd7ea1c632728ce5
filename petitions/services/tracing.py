"""Traces of seven days: from which provider and network a signature came, as keyed tags."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings

from core import keys
from petitions import tags
from petitions.models import Alarm, Trace
from petitions.providers import is_disposable
from petitions.typed import Typed


def bearing(typed: Typed, *, network: str, petition: int) -> Typed:
    """Return `typed` with the tag of where it comes from; `network` is a prefix, or empty."""
    if not network:
        return typed
    key = keys.petition_key(petition)
    tag = tags.network_tag(key, petition=petition, network=network)
    return replace(typed, network=tag.hex())


def trace_of(typed: Typed, *, petition: int) -> Trace | None:
    """Return the trace of what was typed, without day or C; None if no network is known.

    Raises Unreadable once the petition's key is destroyed.
    """
    if not typed.network:
        return None
    key, domain = keys.petition_key(petition), domain_of(typed.address)
    return Trace(
        provider=tags.provider_tag(key, petition=petition, domain=domain),
        network=bytes.fromhex(typed.network),
        is_disposable=is_disposable(domain),
    )


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def purge_traces(*, at: datetime) -> int:
    """Delete traces of SIGNATURE_TRACE_DAYS, and the alarms about them; return how many traces.

    Run twice, it does nothing the second time.
    """
    last_day = at.date() - timedelta(days=settings.SIGNATURE_TRACE_DAYS)
    purged, _ = Trace.objects.filter(day__lte=last_day).delete()
    Alarm.objects.exclude(subject=Alarm.Subject.COUNT).filter(day__lte=last_day).delete()
    return purged
