"""Sessions in the cache under a digest of their key: reading the cache logs nobody in."""

from collections.abc import Iterable
from hashlib import sha256

from django.conf import settings
from django.contrib.sessions.backends.cache import SessionStore as CacheStore
from django.core.cache import BaseCache, caches

PREFIX = "session:"


def digest_of(session_key: str) -> str:
    """Return what a session is known by on the server: 64 hexadecimal digits."""
    return sha256(session_key.encode()).hexdigest()


class SessionStore(CacheStore):
    """The cache backend of Django, with the cookie's value never written down."""

    cache_key_prefix = PREFIX

    @property
    def cache_key(self) -> str:
        key: str = super().cache_key
        return PREFIX + digest_of(key.removeprefix(PREFIX))

    def exists(self, session_key: str) -> bool:
        return bool(session_key) and PREFIX + digest_of(session_key) in _cache()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            _cache().delete(PREFIX + digest_of(key))

    @classmethod
    def still_open(cls, digests: Iterable[str]) -> set[str]:
        """Return those of `digests` whose session exists: Valkey forgets all when it restarts."""
        return {digest for digest in digests if PREFIX + digest in _cache()}

    @classmethod
    def forget(cls, digests: Iterable[str]) -> None:
        """Close the sessions of these digests: their next request is anonymous."""
        _cache().delete_many([PREFIX + digest for digest in digests])


def _cache() -> BaseCache:
    return caches[settings.SESSION_CACHE_ALIAS]
