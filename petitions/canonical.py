"""One form for the addresses of one mailbox, so that one mailbox counts once. Pure Python.

Letters go to the address as typed; only uniqueness uses this form. A domain that is not listed
gets no rule: there, a dot or a « + » may well be another person.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """What a provider ignores before the @, and the name of its domain that stands for all."""

    domain: str
    ignores_dots: bool = False


_GMAIL = Rule("gmail.com", ignores_dots=True)
_RULES = {
    "gmail.com": _GMAIL,
    "googlemail.com": _GMAIL,
    "fastmail.com": Rule("fastmail.com"),
    "hotmail.com": Rule("hotmail.com"),
    "hotmail.fr": Rule("hotmail.fr"),
    "icloud.com": Rule("icloud.com"),
    "live.fr": Rule("live.fr"),
    "me.com": Rule("icloud.com"),
    "outlook.com": Rule("outlook.com"),
    "outlook.fr": Rule("outlook.fr"),
    "pm.me": Rule("proton.me"),
    "proton.me": Rule("proton.me"),
    "protonmail.com": Rule("proton.me"),
}


def rules_as_data() -> list[dict[str, str | bool]]:
    """Return every rule as the public log states it, by domain; no other domain has one."""
    return [
        {
            "domain": domain,
            "counts_as": rule.domain,
            "ignores_dots": rule.ignores_dots,
            "ignores_plus": True,
        }
        for domain, rule in sorted(_RULES.items())
    ]


def canonical_address(address: str) -> str:
    """Return the form of a simple address under which its mailbox counts; twice is once."""
    local, _, domain = address.rpartition("@")
    rule = _RULES.get(domain)
    if rule is None:
        return address
    kept = local.partition("+")[0] or local
    if rule.ignores_dots:
        kept = kept.replace(".", "")
    return f"{kept}@{rule.domain}"
