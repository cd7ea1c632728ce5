"""Whatever goes wrong, people read what to do."""

from collections.abc import Callable

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisConnectionError

from core.views.errors import too_many

ERRORS: dict[str, Exception] = {
    "database": OperationalError("couldn't get a connection"),
    "valkey": RedisConnectionError("away"),
    "refused": PermissionDenied(),
    "garbage": BadRequest(),
    "bug": ZeroDivisionError(),
}


def fail(request: HttpRequest, name: str) -> HttpResponse:
    raise ERRORS[name]


class FailingAtTheDoor:
    """As `WorkroomMiddleware` fails, which asks for the person, while the database is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        raise ERRORS["database"]


class FailingOnTheWayOut:
    """As the middleware of sessions fails, which saves them, while Valkey is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.get_response(request)
        raise ERRORS["valkey"]


handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.forbidden"
handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.server_error"
urlpatterns = [
    path("essai/trop/", too_many),
    path("essai/<slug:name>/", fail),
    path("", include("config.urls")),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/essai/database/", 503),
        ("/essai/valkey/", 503),
        ("/essai/refused/", 403),
        ("/essai/garbage/", 400),
        ("/essai/bug/", 500),
        ("/essai/trop/", 429),
        ("/inconnu/", 404),
    ],
)
def test_each_error_has_a_page_in_french(client: Client, address: str, status: int) -> None:
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    assert '<html lang="fr">' in response.content.decode()
    assert "public" not in response.get("Cache-Control", "")


@pytest.mark.parametrize("failing", [FailingAtTheDoor, FailingOnTheWayOut])
def test_what_is_away_around_a_view_is_said_as_inside_one(
    client: Client, settings: Settings, failing: type
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.{failing.__name__}"]
    client.raise_request_exception = False
    response = client.get("/robots.txt")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert '<html lang="fr">' in response.content.decode()


@pytest.mark.parametrize(("address", "seconds"), [("database", "10"), ("trop", "60")])
def test_who_must_wait_is_told_how_long(client: Client, address: str, seconds: str) -> None:
    assert client.get(f"/essai/{address}/")["Retry-After"] == seconds


def test_a_form_kept_open_too_long_is_refused_with_a_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/essai/trop/")
    assert response.status_code == 403
    assert '<html lang="fr">' in response.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "a b", "x" * 300, "ada@example.org"])
def test_a_foreign_host_is_refused_with_a_page(client: Client, host: str) -> None:
    response = client.get("/robots.txt", headers={"host": host})
    assert response.status_code == 400
    assert '<html lang="fr">' in response.content.decode()
