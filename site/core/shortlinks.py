"""Short addresses for QR codes and leaflets: /p/<code>."""

import secrets

from core.models import ShortLink

# No i, l, o, u, 0, 1: read aloud in a meeting or typed from paper, none is taken for another.
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
CODE_LENGTH = 6


def make(path: str) -> ShortLink:
    """Return the short link to `path`, always the same one; `path` begins with one slash."""
    link, _ = ShortLink.objects.get_or_create(path=path, defaults={"code": _new_code()})
    return link


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
