"""The letters that accounts send."""

from django.utils.translation import gettext as _

from core.letters import Letter, render


def login_code(*, address: str, code: str) -> Letter:
    """Return the letter with the code that logs in; the same for everybody."""
    return render(
        "accounts/mail/login_code", to=address, subject=_("Votre code"), context={"code": code}
    )
