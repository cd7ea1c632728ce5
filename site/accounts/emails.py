"""The letters that accounts send."""

from django.utils.translation import gettext as _

from core.letters import Letter, render


def second_factor_changed(*, address: str) -> Letter:
    """Return the letter that tells somebody of a change which may not be their own."""
    return render(
        "accounts/mail/second_factor_changed", to=address, subject=_("Votre compte"), context={}
    )


def login_code(*, address: str, code: str) -> Letter:
    """Return the letter with the code that logs in; the same for everybody."""
    return render(
        "accounts/mail/login_code", to=address, subject=_("Votre code"), context={"code": code}
    )
