"""Who may come in: views say it in one line, above their name."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit, urlunsplit

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Role, User
from core.http import READING, View, private


def has_role(user: User | AnonymousUser, role: str, scope: str = "") -> bool:
    """Tell whether `user` has `role` in `scope`, or everywhere; a stranger never has."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return Role.objects.over(scope).filter(user=user, role=role).exists()


def passed_second_factor(request: HttpRequest) -> bool:
    """Tell whether this session showed a second factor."""
    return any(
        record["method"] == "mfa" for record in get_authentication_records(request, request.user)
    )


def signed_in[**P](view: View[P]) -> View[P]:
    """Let people with an account in; lead the others to the log-in page and back. Never cached."""

    @private
    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(_way_back(request))
        return view(request, *args, **kwargs)

    return wrapper


def account_of(request: HttpRequest) -> User:
    """Return the account of who is logged in; raise PermissionDenied for anybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def role_required[**P](role: str, *more: str) -> Callable[[View[P]], View[P]]:
    """Let people in who have one of the roles, in any scope, and showed their second factor.

    Views check the scope of what they touch with `has_role`. Without the role: 403. Without the
    second factor: its page, then back.
    """

    def decorator(view: View[P]) -> View[P]:
        @signed_in
        @wraps(view)
        def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not Role.objects.filter(user=account_of(request), role__in=[role, *more]).exists():
                raise PermissionDenied
            if not passed_second_factor(request):
                return ask_second_factor(request)
            return view(request, *args, **kwargs)

        return wrapper

    return decorator


def ask_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead to the page where a second factor is set up, and back.

    Whoever has one was asked for it at log-in: only those without one come here.
    """
    return redirect_to_login(_way_back(request), reverse("mfa_index"))


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, be it nothing: an empty form is an error. None for a visit."""
    return request.POST if request.method == "POST" else None


def safe_next(request: HttpRequest, default: str) -> str:
    """Return the `next` of the request if it is a path of ours, else `default`.

    « accueil » alone would be taken for the name of a view, and be no address at all.
    """
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else default


def _way_back(request: HttpRequest) -> str:
    """Return the page to come back to: of a form that was posted, the page it stood on."""
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # anything may stand in a header
        return request.get_full_path()
    if request.method in READING or page.netloc != request.get_host():
        return request.get_full_path()
    return urlunsplit(("", "", page.path, page.query, ""))
