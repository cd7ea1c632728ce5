"""Which networks and providers may sign, as the operators' rules say. Pure Python."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from fnmatch import translate

from petitions.errors import BadRule

DOMAIN, NETWORK = "domain", "network"
ALLOW, BLOCK = "allow", "block"

# We know no more than this of a visitor's address; and no rule shuts nearly everybody out.
_NARROWEST = {4: 24, 6: 56}
_WIDEST = {4: 8, 6: 16}
_LABEL = r"[a-z0-9*]([a-z0-9*-]{0,61}[a-z0-9*])?"
_GLOB = re.compile(rf"({_LABEL}\.)+[a-z]([a-z0-9-]{{0,61}}[a-z0-9])?")

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Verdict(Enum):
    """What the rules say of one wish to sign."""

    WELCOME = auto()  # no limit either
    ORDINARY = auto()
    NETWORK_BLOCKED = auto()
    DOMAIN_BLOCKED = auto()


@dataclass(frozen=True, slots=True)
class Rules:
    """The operators' rules, ready to be asked."""

    allowed_networks: tuple[Network, ...] = ()
    blocked_networks: tuple[Network, ...] = ()
    allowed_domains: re.Pattern[str] | None = None
    blocked_domains: re.Pattern[str] | None = None

    def judge(self, *, network: str, domain: str) -> Verdict:
        """Judge one wish: by its network, allowed then blocked, then by its domain likewise.

        A welcome network lifts the limits, and no more: a blocked domain stays blocked.

        Args:
            network: as `core.http.client_prefix` says; anything else matches no rule.
            domain: of a simple address.
        """
        is_welcome = _holds(self.allowed_networks, network)
        if not is_welcome and _holds(self.blocked_networks, network):
            return Verdict.NETWORK_BLOCKED
        if _matches(self.blocked_domains, domain) and not _matches(self.allowed_domains, domain):
            return Verdict.DOMAIN_BLOCKED
        return Verdict.WELCOME if is_welcome else Verdict.ORDINARY


def rules_from(rows: Iterable[tuple[str, str, str]]) -> Rules:
    """Return the rules of rows (subject, pattern, verdict), their patterns tidied."""
    kept: dict[tuple[str, str], list[str]] = {}
    for subject, pattern, verdict in rows:
        kept.setdefault((subject, verdict), []).append(pattern)
    return Rules(
        allowed_networks=_networks(kept.get((NETWORK, ALLOW), [])),
        blocked_networks=_networks(kept.get((NETWORK, BLOCK), [])),
        allowed_domains=_globs(kept.get((DOMAIN, ALLOW), [])),
        blocked_domains=_globs(kept.get((DOMAIN, BLOCK), [])),
    )


def tidy_pattern(subject: str, typed: str) -> str:
    """Return what was typed as the table keeps it: a glob in lower case, or a network.

    Raises:
        BadRule: if it names no domain or network, one narrower than what we know of visitors
            (IPv4 /24, IPv6 /56), or one so wide that it shuts nearly everybody out.
    """
    return _tidy_network(typed.strip()) if subject == NETWORK else _tidy_glob(typed.strip())


def _tidy_network(typed: str) -> str:
    try:
        network = ipaddress.ip_network(typed, strict=False)
    except ValueError:
        raise BadRule from None
    if not _WIDEST[network.version] <= network.prefixlen <= _NARROWEST[network.version]:
        raise BadRule
    return str(network)


def _tidy_glob(typed: str) -> str:
    if not _GLOB.fullmatch(typed.lower()):
        raise BadRule
    return typed.lower()


def _networks(patterns: list[str]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(pattern) for pattern in patterns)


def _globs(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(translate, patterns))) if patterns else None


def _holds(networks: tuple[Network, ...], prefix: str) -> bool:
    if not networks:
        return False
    try:
        asked = ipaddress.ip_network(prefix)
    except ValueError:
        return False
    return any(network.version == asked.version and asked.overlaps(network) for network in networks)


def _matches(globs: re.Pattern[str] | None, domain: str) -> bool:
    return globs is not None and globs.match(domain) is not None
