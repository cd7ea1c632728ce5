"""The second step of a log-in, for those who have a second factor."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from accounts.services import has_second_factor


class SecondFactorStage(AuthenticateStage):
    """allauth's stage, entered with a sheet of codes alone as well."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return self.login.user is not None and has_second_factor(self.login.user)
