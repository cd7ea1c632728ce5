"""People for tests, and how they log in."""

from datetime import UTC, datetime, timedelta
from itertools import count
from time import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from accounts.models import Role, User
from accounts.services import grant_role, renew_sheet

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
# Before all that new administrators must wait for.
LONG_AGO = NOW - timedelta(days=300)
_numbers = count(1)


def make_user(email: str = "", pseudonym: str | None = "", **kwargs: bool) -> User:
    """Make somebody with a neutral pseudonym; `pseudonym=None` for one who has not chosen yet."""
    number = next(_numbers)
    name = f"Hêtre {number}" if pseudonym == "" else pseudonym
    return User.objects.create(
        email=email or f"personne{number}@example.org", pseudonym=name, **kwargs
    )


def make_person_with(role: str, *, scope: str = "") -> User:
    """Make somebody who has `role`, and a sheet of codes."""
    user = make_user()
    grant_role(user=user, role=role, scope=scope, at=LONG_AGO)
    renew_sheet(user=user)
    return user


def make_moderator(*, scope: str = "") -> User:
    return make_person_with(Role.Name.MODERATOR, scope=scope)


def log_in(client: Client, user: User, *, second_factor: bool = True) -> Client:
    """Log `user` in as after the mailed code and, unless told otherwise, the second factor."""
    client.force_login(user)
    if second_factor:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time()}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
        session.save()
    return client
