"""What machines ask, machines get."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings


def test_the_process_says_that_it_lives_without_asking_anyone(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_the_site_is_ready_when_its_servers_answer(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_a_missing_broker_is_named(client: Client, settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock",
        }
    }
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"waiting for: broker\n")


def test_who_finds_a_hole_knows_whom_to_tell(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:securite@example.org"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


def test_without_an_address_there_is_no_security_txt(client: Client, settings: Settings) -> None:
    settings.SECURITY_EMAIL = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_robots_are_told_what_is_private(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /compte/\n" in text
    assert text.endswith("Sitemap: http://testserver/sitemap.xml\n")


@pytest.mark.parametrize("path", ["/healthz", "/robots.txt", "/.well-known/security.txt"])
def test_machines_get_no_cookie_and_may_only_read(client: Client, path: str) -> None:
    assert not client.get(path).cookies
    assert client.post(path).status_code == 405
