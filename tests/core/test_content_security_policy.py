"""Pages load from here and from nowhere else; the admin alone may have inline scripts."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from core.middleware import ContentSecurityPolicyMiddleware


def policy(path: str, *, is_dummy: bool = False) -> dict[str, str]:
    """Return the directives sent with `path`."""
    request = RequestFactory().get(path)
    if is_dummy:
        request.is_dummy = True  # type: ignore[attr-defined]  # as Wagtail marks its previews

    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse()

    response = ContentSecurityPolicyMiddleware(view)(request)
    assert isinstance(response, HttpResponse)
    header = response.headers["Content-Security-Policy"]
    return dict(directive.split(" ", 1) for directive in header.split("; "))


@pytest.mark.parametrize("path", ["/", "/compte/", "/moderation/", "/gestionnaire/"])
def test_pages_load_from_here_alone_and_run_nothing_inline(path: str) -> None:
    sent = policy(path)
    assert sent["default-src"] == "'self'"
    assert sent["frame-ancestors"] == sent["object-src"] == sent["base-uri"] == "'none'"
    assert "unsafe" not in str(sent)


def test_the_admin_may_run_the_inline_scripts_of_its_widgets() -> None:
    assert policy("/gestion/pages/")["script-src"] == "'self' 'unsafe-inline'"


def test_the_admin_may_frame_the_preview_of_a_page() -> None:
    sent = policy("/propositions/x/", is_dummy=True)
    assert sent["frame-ancestors"] == "'self'"
    assert "unsafe" not in str(sent)


def test_every_answer_carries_its_policy(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Security-Policy"].startswith("default-src 'self'")
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
