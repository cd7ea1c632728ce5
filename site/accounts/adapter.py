"""Where allauth asks us: who the client is, what follows a log-in, how secrets are kept."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import close_session, open_session
from core.http import client_prefix
from core.keys import named_key, seal, unseal

_BOUND_TO = b"accounts.second_factor"


class AccountAdapter(DefaultAccountAdapter):
    """Log-in by mailed code, then the second factor of those who have one."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("Ce code n’est pas le bon. Vérifiez chaque chiffre."),
        "too_many_login_attempts": _("Trop d’essais. Attendez cinq minutes, puis réessayez."),
        "rate_limited": _("Trop de demandes. Attendez quelques minutes, puis réessayez."),
    }

    def get_login_stages(self) -> list[str]:
        return ["allauth.account.stages.LoginByCodeStage", "accounts.stages.SecondFactorStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network prefix, by which allauth counts attempts: no address is kept."""
        return client_prefix(request)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        key = request.session.session_key
        if key is not None:
            open_session(user=user, session_key=key, at=timezone.now())

    def logout(self, request: HttpRequest) -> None:
        key = request.session.session_key
        if key is not None:
            close_session(session_key=key)
        super().logout(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Lead to where the person was going, or else to choose the pseudonym still missing.

        Not everybody needs one: whoever supports a petition is shown to nobody. Views where one
        does ask for it themselves.
        """
        target = kwargs["redirect_url"] or settings.LOGIN_REDIRECT_URL
        if user.pseudonym is None and target == settings.LOGIN_REDIRECT_URL:
            target = f"{reverse('account_pseudonym')}?{urlencode({'next': target})}"
        return HttpResponseRedirect(target)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds and secrets are sealed under a key that the database does not have."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Ce code n’est pas le bon, ou il a déjà servi."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text.encode(), key=named_key("second-factor"), bound_to=_BOUND_TO).hex()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = bytes.fromhex(encrypted_text)
        return unseal(sealed, key=named_key("second-factor"), bound_to=_BOUND_TO).decode()

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)
