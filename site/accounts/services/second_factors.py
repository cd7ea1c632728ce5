"""The second factor: a printed sheet of ten codes, or an application that shows codes.

allauth keeps and checks both; what is ours is that the sheet is enough by itself, and that it
replaces the old one only once a code of the new one was typed.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt
from django.db import transaction

from accounts.emails import second_factor_changed
from accounts.errors import SecondFactorNeeded
from accounts.models import Role, User
from accounts.services.roles import join_lines
from accounts.services.sessions import close_other_sessions
from core import outbox

NEEDS_SECOND_FACTOR = frozenset({Role.Name.EDITOR, Role.Name.MODERATOR, Role.Name.ADMINISTRATOR})


def has_second_factor(user: User) -> bool:
    found: bool = Authenticator.objects.filter(user=user).exists()
    return found


def needs_second_factor(user: User) -> bool:
    """Tell whether one of the roles of `user` demands a second factor."""
    return user.roles.filter(role__in=NEEDS_SECOND_FACTOR).exists()


def draft_sheet() -> str:
    """Return the sealed seed of a new sheet, to be kept in the session until it is confirmed."""
    seed: str = encrypt(RecoveryCodes.generate_seed())
    return seed


def codes_of(seed: str) -> list[str]:
    """Return the ten codes of a drafted sheet, in the order of the paper."""
    codes: list[str] = _sheet(None, seed).generate_codes()
    return codes


@transaction.atomic
def confirm_sheet(*, user: User, seed: str, code: str, at: datetime) -> bool:
    """Put the drafted sheet in force if `code` is on it, and use that code up; the old one ends."""
    if code.replace(" ", "") not in codes_of(seed):
        return False
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    _sheet(user, seed).validate_code(code)
    _announce(user, at)
    return True


@transaction.atomic
def renew_sheet(*, user: User) -> list[str]:
    """Replace the sheet of `user` at once and return its codes, in the order of the paper."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


@transaction.atomic
def hand_out_sheet(*, user: User, by: User, at: datetime) -> list[str]:
    """Replace a sheet that was lost or stolen, tell its owner by mail, return its codes.

    Whoever is logged in as `user`, perhaps with the lost sheet, must come in again with the new.

    Args:
        by: the administrator who sees the codes, and could use them.

    Raises:
        NotAdministratorSince: if `by` is none any more; nothing changes.
    """
    codes = renew_sheet(user=user)
    join_lines(user, by=by)
    close_other_sessions(user=user, but=None)
    _announce(user, at)
    return codes


def unused_codes(user: User) -> list[str]:
    """Return what is left of the sheet of `user`, in the order of the paper."""
    sheet = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    codes: list[str] = sheet.wrap().get_unused_codes() if sheet else []
    return codes


@transaction.atomic
def confirm_app(*, user: User, secret: str, at: datetime) -> None:
    """Put the telephone application in force whose `secret` was proved by a code of it."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)
    _announce(user, at)


@transaction.atomic
def remove_second_factor(*, user: User, kind: str, at: datetime) -> None:
    """Take back the second factor of this kind.

    Raises:
        SecondFactorNeeded: if it is the last one and a role of `user` demands one.
    """
    User.objects.select_for_update().get(pk=user.pk)
    is_last = not Authenticator.objects.filter(user=user).exclude(type=kind).exists()
    if is_last and needs_second_factor(user):
        raise SecondFactorNeeded
    gone, _ = Authenticator.objects.filter(user=user, type=kind).delete()
    if gone:
        _announce(user, at)


def _announce(user: User, at: datetime) -> None:
    """Write to the owner, who may not be the one who changed it."""
    outbox.enqueue(second_factor_changed(address=user.email), at=at)


def _sheet(user: User | None, seed: str) -> RecoveryCodes:
    data = {"seed": seed, "used_mask": 0}
    return RecoveryCodes(
        Authenticator(user=user, type=Authenticator.Type.RECOVERY_CODES, data=data)
    )
