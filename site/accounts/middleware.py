"""The door of /gestion/: Wagtail checks rights, this checks who, and the second factor."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.access import ask_second_factor, passed_second_factor

WORKROOM = "/gestion/"


class WorkroomMiddleware:
    """Lead strangers to the log-in page, refuse those without the right, ask for the second factor.

    Wagtail alone would send people who are logged in, but have no right, back to the log-in page
    for ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if not request.path.startswith(WORKROOM):
            return None
        if not request.user.is_authenticated:
            is_login = request.path.startswith(f"{WORKROOM}login/")
            return redirect_to_login(WORKROOM if is_login else request.get_full_path())
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return None if passed_second_factor(request) else ask_second_factor(request)
