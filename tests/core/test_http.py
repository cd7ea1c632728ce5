"""Who may post, what may be kept, where a request comes from."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from core.errors import BadPosition
from core.http import after_key, anonymous_post, client_prefix, private, public


@anonymous_post
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user))


def post_from(**headers: str) -> int:
    request = RequestFactory().post(
        "/", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    return form(request).status_code


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_a_post_from_another_site_is_refused(site: str) -> None:
    assert post_from(sec_fetch_site=site) == 403


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://testserver.evil.example", ""]
)
def test_a_post_of_another_origin_is_refused(origin: str) -> None:
    assert post_from(origin=origin) == 403


def test_our_own_forms_and_old_browsers_may_post() -> None:
    assert post_from() == 200
    assert post_from(sec_fetch_site="same-origin", origin="http://testserver") == 200
    assert post_from(sec_fetch_site="none") == 200


def test_an_anonymous_form_sees_nobody_and_is_kept_nowhere() -> None:
    response = form(RequestFactory().get("/", headers={"sec-fetch-site": "cross-site"}))
    assert isinstance(response, HttpResponse)
    assert (response.status_code, response.content) == (200, b"AnonymousUser")
    assert response["Cache-Control"] == "private, no-store"


def test_a_public_page_says_how_long_it_may_be_kept() -> None:
    response = public(max_age=5)(form)(RequestFactory().get("/"))
    assert response["Cache-Control"] == "public, max-age=5"


@pytest.mark.parametrize("status", [302, 404, 410, 422])
def test_only_a_success_is_public(status: int) -> None:
    @public()
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=status)

    assert not view(RequestFactory().get("/")).has_header("Cache-Control")


def test_a_post_to_a_public_view_is_not_kept() -> None:
    response = public()(form)(RequestFactory().post("/"))
    assert response["Cache-Control"] == "private, no-store"


def test_private_pages_are_kept_nowhere() -> None:
    response = private(public()(form))(RequestFactory().get("/"))
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2ff::9", "2001:db8:1:200::/56"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", "unknown"),
        ("garbage", "unknown"),
    ],
)
def test_an_address_is_known_by_its_network_only(address: str, prefix: str) -> None:
    assert client_prefix(RequestFactory().get("/", REMOTE_ADDR=address)) == prefix


def test_only_our_own_proxies_are_believed(settings: Settings) -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": "1.1.1.1, 2.2.2.2"})
    settings.TRUSTED_PROXIES = 0
    assert client_prefix(request) == "127.0.0.0/24"
    settings.TRUSTED_PROXIES = 1
    assert client_prefix(request) == "2.2.2.0/24"


def test_a_list_goes_on_after_a_key() -> None:
    assert after_key(RequestFactory().get("/")) is None
    assert after_key(RequestFactory().get("/?apres=12")) == 12


@pytest.mark.parametrize("typed", ["-1", "x", "1e9", "٣", "9" * 19, "%00"])
def test_a_list_refuses_what_is_not_a_key(typed: str) -> None:
    with pytest.raises(BadPosition):
        after_key(RequestFactory().get(f"/?apres={typed}"))
