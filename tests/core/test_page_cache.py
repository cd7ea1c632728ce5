"""Readers of public pages are answered from memory."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from core import page_cache
from core.http import publish
from core.middleware import PageCacheMiddleware

READER = RequestFactory()


class Site:
    """A site of one page; counts how often it was rendered."""

    def __init__(self, settings: Settings, *, max_age: int = 60) -> None:
        settings.PAGE_CACHE_BYTES = 100_000
        self.rendered = 0
        self.status = 200
        self.max_age = max_age
        self.headers: dict[str, str] = {}
        self.middleware = PageCacheMiddleware(self.view)

    def view(self, request: HttpRequest) -> HttpResponse:
        self.rendered += 1
        body = f"{request.get_full_path()} " + "é" * 1000
        response = publish(HttpResponse(body, status=self.status), self.max_age)
        for name, value in self.headers.items():
            response[name] = value
        return response

    def get(self, path: str = "/", **headers: str) -> HttpResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.middleware(READER.get(path, headers=named))
        assert isinstance(response, HttpResponse)
        return response


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    return now


def test_a_page_is_rendered_once_for_all_its_readers(settings: Settings) -> None:
    site = Site(settings)
    first, second = site.get(), site.get(cookie="session=x")
    assert site.rendered == 1
    assert first.content == second.content


def test_each_address_host_and_question_has_its_own_page(settings: Settings) -> None:
    site = Site(settings)
    for path, host in [("/", "a.example"), ("/?q=1", "a.example"), ("/", "b.example")]:
        site.get(path, host=host)
    assert site.rendered == 3


def test_a_page_is_rendered_anew_when_its_time_is_over(
    settings: Settings, clock: list[float]
) -> None:
    site = Site(settings, max_age=5)
    site.get()
    clock[0] += 4.9
    assert site.get()["Age"] == "4"
    clock[0] += 0.2
    assert site.get()["Age"] == "0"
    assert site.rendered == 2


def test_while_one_renders_anew_others_read_the_old_page(
    settings: Settings, clock: list[float]
) -> None:
    site = Site(settings, max_age=5)
    site.get()
    clock[0] += 6
    key = page_cache.key_of(READER.get("/"))
    assert site.middleware.cache.find(key) is None
    assert site.middleware.cache.find(key) is not None


def test_a_page_that_is_hidden_is_forgotten_at_its_next_rendering(
    settings: Settings, clock: list[float]
) -> None:
    site = Site(settings, max_age=5)
    site.get()
    site.status = 404
    clock[0] += 5.1
    assert [site.get().status_code, site.get().status_code] == [404, 404]


def test_who_has_the_page_already_gets_304(settings: Settings) -> None:
    site = Site(settings)
    response = site.get(if_none_match=site.get()["ETag"])
    assert (response.status_code, response.content) == (304, b"")


def test_a_page_travels_compressed_to_those_who_accept_it(settings: Settings) -> None:
    site = Site(settings)
    plain, small = site.get(), site.get(accept_encoding="gzip, br")
    assert gzip.decompress(small.content) == plain.content
    assert (small["Content-Encoding"], small["Vary"]) == ("gzip", "Accept-Encoding")
    assert small["ETag"] != plain["ETag"]


def test_a_head_request_gets_headers_alone(settings: Settings) -> None:
    site = Site(settings)
    whole = site.get()
    head = site.middleware(READER.head("/"))
    assert isinstance(head, HttpResponse)
    assert (head.content, head["Content-Length"]) == (b"", whole["Content-Length"])


@pytest.mark.parametrize(
    "headers",
    [{"Vary": "Cookie"}, {"Cache-Control": "private, no-store"}, {"Cache-Control": "public"}],
)
def test_what_is_not_for_everybody_is_not_kept(settings: Settings, headers: dict[str, str]) -> None:
    site = Site(settings)
    site.headers = headers
    site.get()
    site.get()
    assert site.rendered == 2


def test_an_authorized_request_is_never_answered_from_memory(settings: Settings) -> None:
    site = Site(settings)
    site.get()
    site.get(authorization="Bearer x")
    assert site.rendered == 2


def test_no_cookie_leaves_with_a_public_page(settings: Settings) -> None:
    site = Site(settings)
    site.headers = {"Set-Cookie": "session=x"}
    assert not site.get().has_header("Set-Cookie")


def test_memory_is_bounded(settings: Settings) -> None:
    site = Site(settings)
    for number in range(200):
        site.get(f"/{number}")
    cache = site.middleware.cache
    assert sum(len(kept.body) for kept in cache._kept.values()) == cache._bytes <= 100_000
    site.get("/199")
    assert site.rendered == 200
