"""Public names: suggested from trees and numbers, never taken from an address."""

import re
import secrets
import unicodedata

_TREES = re.findall(
    r"\w+",
    "Acacia Aubépine Aulne Bouleau Bruyère Cèdre Cerisier Charme Châtaignier Chêne Cognassier "
    "Cornouiller Cyprès Érable Figuier Frêne Genêt Genévrier Hêtre Houx Lilas Marronnier Mélèze "
    "Merisier Mûrier Néflier Noisetier Noyer Olivier Orme Peuplier Pin Poirier Pommier Prunier "
    "Sapin Saule Sorbier Sureau Tilleul Tremble Troène",
)
_READABLE = re.compile(r"[^\W_](?:[^\W_]|[ .’'-]){1,38}[^\W_]", re.UNICODE)
# Without accents or spaces: names of the platform, and stems of the words for its staff.
_RESERVED = frozenset({"admin", "comite", "compte", "equipe", "federation", "redaction", "support"})
_RESERVED_STEMS = ("administrat", "moderat", "ministere", "santeendebat", "comptesupprim")


def suggest() -> str:
    """Return a neutral name such as « Hêtre 4821 », drawn at random: it says nothing of anybody."""
    return f"{secrets.choice(_TREES)} {secrets.randbelow(9000) + 1000}"


def tidy(typed: str) -> str:
    """Return `typed` in one Unicode form, with single spaces and round apostrophes."""
    return " ".join(unicodedata.normalize("NFKC", typed).replace("'", "’").split())


def is_readable(name: str) -> bool:
    """Tell whether a tidy `name` has 3 to 40 letters of one script, digits, or common marks."""
    return _READABLE.fullmatch(name) is not None and len(_scripts(name)) <= 1


def is_reserved(name: str) -> bool:
    """Tell whether `name` would pass for the platform or for those who run it."""
    folded = _fold(name)
    is_exact = folded.rstrip("0123456789") in _RESERVED
    return is_exact or any(stem in folded for stem in _RESERVED_STEMS)


def tells(name: str, address: str) -> bool:
    """Tell whether `name` gives `address` away: one contains the other, or a part of it."""
    shown, local = _fold(name), _fold(address.partition("@")[0])
    if len(local) >= 3 and (local in shown or shown in local):
        return True
    parts = [_fold(part) for part in re.split(r"[._+-]", address.partition("@")[0])]
    return shown == local or any(len(part) >= 4 and part in shown for part in parts)


def _scripts(name: str) -> set[str]:
    """Return « LATIN », « GREEK »…: a Cyrillic о among Latin letters shows another's name."""
    return {unicodedata.name(sign, "").partition(" ")[0] for sign in name if sign.isalpha()}


def _fold(text: str) -> str:
    """Return the letters and digits of `text`, without case or accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if sign.isalnum())
