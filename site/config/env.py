"""Environment variables, read once at start-up; what is missing or absurd stops it."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return the variable; without a default, its absence stops the start-up."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Return the variable as a truth: 1, true, yes, on, or 0, false, no, off."""
    value = os.environ.get(name)
    if value is None:
        return default
    match value.strip().lower():
        case "1" | "true" | "yes" | "on":
            return True
        case "0" | "false" | "no" | "off":
            return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def number(name: str, default: int, *, minimum: int = 0) -> int:
    """Return the variable as a whole number, at least `minimum`."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        result = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
    if result < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}, not {result}.")
    return result


def words(name: str, default: str = "") -> list[str]:
    """Return the variable's comma-separated parts, without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def path(name: str, default: Path | None = None) -> Path:
    """Return the variable as an absolute path."""
    return Path(text(name, None if default is None else str(default))).resolve()


def database(name: str) -> dict[str, Any]:
    """Return Django's settings for `postgresql://user:password@host:port/name?host=/socket`."""
    url = urlsplit(text(name))
    if url.scheme not in {"postgresql", "postgres"} or not url.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must look like postgresql://user@host/name.")
    options = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", url.hostname or ""),
        "PORT": str(url.port or options.pop("port", "")),
        "OPTIONS": options,
    }


def valkey(name: str, *, db: int) -> str:
    """Return the address of database `db` of Valkey, as redis-py writes it.

    Accepts `redis://host:port`, `rediss://host:port` and `unix:///path/to/socket`.
    """
    url = urlsplit(text(name))
    if url.scheme == "unix" and url.path:
        return f"unix://{url.path}?db={db}"
    if url.scheme in {"redis", "rediss"} and url.netloc:
        return f"{url.scheme}://{url.netloc}/{db}"
    raise ImproperlyConfigured(f"{name} must look like redis://host:6379 or unix:///path/socket.")


def broker(name: str) -> str:
    """Return the address of Valkey's database 0, as Celery writes it."""
    address = valkey(name, db=0)
    if address.startswith("unix://"):
        return address.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    return address
