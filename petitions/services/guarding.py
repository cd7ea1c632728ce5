"""Before a letter goes: may this network and this provider sign here, and must the letter wait?

What the operators set is kept in each process for half a minute: asking to sign seldom reads it.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from core import limits
from petitions.errors import NetworkIsBlocked, ProviderIsBlocked
from petitions.models import AbuseRule, SigningLimit
from petitions.screening import Rules, Verdict, rules_from
from petitions.services.tracing import domain_of

KEPT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Guard:
    """What the operators set: rules, and limits by their reach."""

    rules: Rules
    limits: tuple[SigningLimit, ...]


class _Kept:
    """The guard of this process, read again when it is half a minute old."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._guard: Guard | None = None
        self._read_at = 0.0

    def get(self) -> Guard:
        with self._lock:
            if self._guard is None or time.monotonic() - self._read_at > KEPT_SECONDS:
                self._guard = _read()
                self._read_at = time.monotonic()
            return self._guard

    def forget(self) -> None:
        with self._lock:
            self._guard = None


_kept = _Kept()


def guard() -> Guard:
    """Return what is in force, as this process knows it."""
    return _kept.get()


def read_again() -> None:
    """Let this process see what was just changed; the others do within half a minute."""
    _kept.forget()


def held_until(*, petition: int, address: str, network: str, at: datetime) -> datetime:
    """Count one wish to sign asked for at `at`, and return when its letter may go: `at`, or later.

    Args:
        petition: its number.
        address: a simple address.
        network: as `core.http.client_prefix` says; empty for a wish that came through none.

    Raises:
        NetworkIsBlocked, ProviderIsBlocked: if a rule refuses it; nothing is counted.
    """
    match guard().rules.judge(network=network, domain=domain_of(address)):
        case Verdict.NETWORK_BLOCKED:
            raise NetworkIsBlocked
        case Verdict.DOMAIN_BLOCKED:
            raise ProviderIsBlocked
        case Verdict.WELCOME:
            return at
    return at + _pause("sign", network, petition=petition)


def letter_held_until(what: str, *, network: str, at: datetime) -> datetime:
    """Count one wish for a letter that signs nothing, and return when it may go.

    Args:
        what: « list » of one's own signatures, or « news »; each is counted apart.
    """
    if guard().rules.judge(network=network, domain="") == Verdict.WELCOME:
        return at
    return at + _pause(what, network)


def _pause(name: str, network: str, *, petition: int | None = None) -> timedelta:
    """Return the longest pause among the limits that `network` is beyond; each counts this wish."""
    if not network:
        return timedelta()
    keys = {SigningLimit.Reach.SITE: network}
    if petition is not None:
        keys[SigningLimit.Reach.PETITION] = f"{petition} {network}"
    concerned = [limit for limit in guard().limits if limit.reach in keys]
    are_within = limits.hit_each(
        name,
        [
            (keys[SigningLimit.Reach(limit.reach)], f"{limit.wishes}/{limit.seconds} seconds")
            for limit in concerned
        ],
    )
    beyond = [
        limit.pause for limit, is_within in zip(concerned, are_within, strict=True) if not is_within
    ]
    return timedelta(seconds=max(beyond, default=0))


def _read() -> Guard:
    rows = AbuseRule.objects.values_list("subject", "pattern", "verdict")
    return Guard(rules_from(rows), tuple(SigningLimit.objects.all()))
