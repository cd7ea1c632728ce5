"""From the first log-in to the last: an account is made, named, taken away, deleted."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import deletion, export, pseudonyms
from accounts.errors import (
    AccountSuspended,
    PseudonymReserved,
    PseudonymTaken,
    PseudonymTellsAddress,
    PseudonymUnreadable,
)
from accounts.models import PSEUDONYM_LENGTH, User
from accounts.services.sessions import close_other_sessions


def find_or_create_person(*, address: str) -> User:
    """Return the account of a simple `address` that has just been proved, made if there was none.

    Raises:
        AccountSuspended: if the account is closed to its owner.
    """
    user, is_new = User.objects.get_or_create(email=address)
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    if not user.is_active:
        raise AccountSuspended
    return user


@transaction.atomic
def choose_pseudonym(*, user: User, pseudonym: str) -> User:
    """Give `user` the public name typed; what they wrote before bears the new one too.

    Raises:
        PseudonymRefused: its kind says why: unreadable, reserved, taken, or close to the address.
    """
    name = pseudonyms.tidy(pseudonym)
    if not pseudonyms.is_readable(name) or len(name) > PSEUDONYM_LENGTH:
        raise PseudonymUnreadable
    if pseudonyms.is_reserved(name):
        raise PseudonymReserved
    if pseudonyms.tells(name, user.email):
        raise PseudonymTellsAddress
    user.pseudonym = name
    try:
        with transaction.atomic():
            # If the account goes at the same moment, there is nobody left to name.
            User.objects.filter(pk=user.pk).update(pseudonym=name)
    except IntegrityError:
        user.refresh_from_db(fields=["pseudonym"])
        raise PseudonymTaken from None
    return user


@transaction.atomic
def delete_account(*, user: User, keep_contributions: bool, at: datetime) -> None:
    """Delete `user` for good, at once: address, pseudonym, roles, second factors, sessions.

    What the person published stays, signed « compte supprimé », if `keep_contributions`;
    otherwise it goes as well.
    """
    deletion.run(user, keep_contributions=keep_contributions, at=at)
    close_other_sessions(user=user, but=None)
    user.delete()


def export_account(user: User) -> dict[str, Any]:
    """Return all that is held about `user`, in words and values that JSON can carry."""
    return {
        "compte": {
            "adresse": user.email,
            "pseudonyme": user.pseudonym,
            "derniere_connexion": user.last_login and user.last_login.isoformat(),
        },
        "roles": [
            {
                "role": role.get_role_display(),
                "portee": role.scope,
                "depuis": role.granted_at.isoformat(),
            }
            for role in user.roles.all()
        ],
        "sessions": [
            {"ouverte": session.opened_at.isoformat()} for session in user.open_sessions.all()
        ],
        **export.chapters(user),
    }
