"""One form for the addresses of one mailbox, so that one mailbox counts once. Pure Python.

Letters go to the address as typed; only uniqueness uses this form. A domain that is not listed
gets no rule: there, a dot or a « + » may well be another person. Nor does one whose provider
documents none: laposte.net, orange.fr, wanadoo.fr, free.fr and sfr.fr say nothing of tags, and
the disposable addresses of Yahoo begin with a name apart from the mailbox's. A rule that misses
gives somebody a second address; a rule that errs silences somebody.

A petition keeps the version of the rules that it was opened under, and the public log states
them: what is written here never changes, a better set is a new version.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """What a provider ignores before the @, and the name of its domain that stands for all.

    Each ignores a « + » and what follows; `ignores_dashes` is « - » and « _ ».
    """

    domain: str
    ignores_dots: bool = False
    ignores_dashes: bool = False


_GMAIL = Rule("gmail.com", ignores_dots=True)
_ICLOUD = Rule("icloud.com")
_PROTON = Rule("proton.me", ignores_dots=True, ignores_dashes=True)
_FIRST = {
    # « Dots don't matter in Gmail addresses » and googlemail.com: support.google.com/mail,
    # answers 7436150 and 10313.
    "gmail.com": _GMAIL,
    "googlemail.com": _GMAIL,
    # Plus addressing: www.fastmail.help, « Plus addressing and subdomain addressing ».
    "fastmail.com": Rule("fastmail.com"),
    # Plus addressing, each domain with mailboxes of its own: learn.microsoft.com, « Plus
    # addressing in Exchange Online ».
    "hotmail.com": Rule("hotmail.com"),
    "hotmail.fr": Rule("hotmail.fr"),
    "live.fr": Rule("live.fr"),
    "outlook.com": Rule("outlook.com"),
    "outlook.fr": Rule("outlook.fr"),
    # One account may have all three: support.apple.com/118230.
    "icloud.com": _ICLOUD,
    "me.com": _ICLOUD,
    # One account has several, and « + » tags: proton.me/support/addresses-and-aliases.
    "pm.me": Rule("proton.me"),
    "proton.me": Rule("proton.me"),
    "protonmail.com": Rule("proton.me"),
}
_SECOND = _FIRST | {
    "mac.com": _ICLOUD,
    # Dots, hyphens and underscores too: Proton's own client compares addresses without them.
    **dict.fromkeys(["pm.me", "proton.me", "protonmail.ch", "protonmail.com"], _PROTON),
}
RULES = {1: _FIRST, 2: _SECOND}
NEWEST = max(RULES)


def rules_as_data(version: int = NEWEST) -> list[dict[str, str | bool]]:
    """Return every rule as the public log states it, by domain; no other domain has one.

    Raises:
        KeyError: if there is no such version.
    """
    return [
        {
            "domain": domain,
            "counts_as": rule.domain,
            "ignores_dots": rule.ignores_dots,
            "ignores_plus": True,
            # The first version was published without this word.
            **({"ignores_dashes": True} if rule.ignores_dashes else {}),
        }
        for domain, rule in sorted(RULES[version].items())
    ]


def version_stated(data: list[dict[str, str | bool]]) -> int:
    """Return the version of the rules that the public log states as `data`, or raise ValueError."""
    [version] = [version for version in RULES if rules_as_data(version) == data]
    return version


def canonical_address(address: str, version: int = NEWEST) -> str:
    """Return the form of a simple address under which its mailbox counts; twice is once."""
    local, _, domain = address.rpartition("@")
    rule = RULES[version].get(domain)
    if rule is None:
        return address
    kept = local.partition("+")[0] or local
    if rule.ignores_dots:
        kept = kept.replace(".", "")
    if rule.ignores_dashes:
        # An address of nothing else keeps it, as it keeps a « + » at its beginning.
        kept = kept.replace("-", "").replace("_", "") or kept
    return f"{kept}@{rule.domain}"
