"""The count on other people's sites: one address may be framed, one image may be shown."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from petitions.models import Petition
from tests.factories.petitions import make_petition

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def test_the_frame_alone_may_be_framed(client: Client) -> None:
    base = f"/petitions/{make_petition().slug}"
    framed = client.get(f"{base}/encart/")
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "default-src 'self'" in framed["Content-Security-Policy"]
    assert "unsafe" not in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    for other in ("chiffres/", "signer/", "retirer/"):
        response = client.get(f"{base}/{other}")
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"


def test_the_frame_runs_no_script_and_asks_nothing(client: Client) -> None:
    html = client.get(f"/petitions/{make_petition().slug}/encart/").text
    assert "<script" not in html
    assert "<form" not in html
    assert len(html) < 3000


@pytest.mark.parametrize("form", ["encart/", "encart.svg"])
def test_both_cost_two_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, form: str
) -> None:
    petition = make_petition()
    with django_assert_num_queries(2):
        client.get(f"/petitions/{petition.slug}/{form}")


@pytest.mark.parametrize(
    "title", ["Court", "Un & deux < trois", "\x01\x0b\x1f" + "mot " * 36, "m" * 150, "é" * 80]
)
def test_the_image_is_xml_that_fits_whatever_the_title(client: Client, title: str) -> None:
    petition = make_petition()
    Petition.objects.filter(pk=petition.pk).update(title=title)
    response = client.get(f"/petitions/{petition.slug}/encart.svg")
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    drawn = ElementTree.fromstring(response.content)  # noqa: S314  (our own answer)
    lines = [text for text in drawn.iter(f"{SVG}text") if text.get("font-size") == "18"]
    assert 1 <= len(lines) <= 3
    assert all(len(line.text or "") <= 42 for line in lines)


def test_the_figures_show_what_to_copy(client: Client) -> None:
    petition = make_petition()
    html = client.get(f"/petitions/{petition.slug}/chiffres/").text
    assert f'&lt;iframe src="http://testserver/petitions/{petition.slug}/encart/"' in html
    assert f'&lt;img src="http://testserver/petitions/{petition.slug}/encart.svg"' in html


def test_what_is_copied_holds_nothing_that_somebody_typed(client: Client) -> None:
    petition = make_petition(title='x"></iframe><script src=//evil.example></script>')
    html = client.get(f"/petitions/{petition.slug}/chiffres/").text
    copied = [unescape(line) for line in re.findall(r"<pre>(.*?)</pre>", html, re.DOTALL)]
    assert len(copied) == 2
    assert not any("evil" in line for line in copied)
