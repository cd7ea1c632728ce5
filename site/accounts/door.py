"""One door for newcomers and for those who return: only typing the mailed code tells them apart.

It is allauth's log-in by code, except that nobody is looked up before the code was typed: the
answer to an address, its letter and its delay cannot tell whether an account exists, and a
newcomer has one only then.
"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.emails import login_code
from accounts.errors import AccountSuspended
from accounts.services import find_or_create_person
from core import limits, outbox

# As ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS says, for longer than a code is valid.
TRIES = f"{settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS}/hour"


class Door(LoginCodeVerificationProcess):
    """A log-in that waits for its code, kept in the session of the browser that asked for it."""

    @classmethod
    def knock(cls, request: HttpRequest, *, address: str, next_path: str) -> "Door":
        """Mail a code to a simple `address`; the person goes to `next_path` once logged in."""
        login = Login(user=None, email=address)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(
            cls.initial_state(user=None, email=address), initiated_by_user=True, next=next_path
        )
        door = cls(stage=stage)
        door.send()
        door.persist()
        return door

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> "Door | None":
        """Return the log-in that waits in this session, or None after its quarter of an hour."""
        door: Door | None = cls(stage=stage).abort_if_invalid()
        return door

    @property
    def address(self) -> str:
        return str(self.state["email"])

    def may_try(self) -> bool:
        """Count a try before its code is compared: of several at once, the session keeps one."""
        return limits.hit("login code", f"{self.address} {self.state['at']}", limit=TRIES)

    def send(self, skip_enumeration_mails: bool = False) -> None:
        letter = login_code(address=self.address, code=self.generate_code())
        outbox.enqueue(letter, at=timezone.now())

    def finish(self, redirect_url: str | None = None) -> HttpResponse:
        """Log the owner of the address in, newcomer or not; a second factor may stand between.

        Raises:
            AccountSuspended: if the account is closed to its owner.
        """
        try:
            user = find_or_create_person(address=self.address)
        except AccountSuspended:
            clear_login(self.request)
            raise
        record_authentication(self.request, user, method="code")
        response: HttpResponse = perform_login(
            self.request, Login(user=user, email=self.address, redirect_url=self.state["next"])
        )
        return response
