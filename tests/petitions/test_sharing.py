"""Sharing a petition: plain links, and a picture that says the number with its date."""

import struct
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from petitions.figures import PublicCount
from petitions.share_image import HEIGHT, WIDTH, share_image
from petitions.sharing import sharing_of
from tests.factories.outcome import count
from tests.factories.pages import make_proposal
from tests.factories.petitions import NOW, make_draft_petition, make_petition

pytestmark = pytest.mark.django_db


def test_the_picture_is_public_for_an_hour_and_has_the_size_that_sites_want(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    petition = make_petition()
    with django_assert_num_queries(2):
        response = client.get(f"/petitions/{petition.slug}/partage.png")
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies
    assert struct.unpack(">II", response.content[16:24]) == (WIDTH, HEIGHT)
    assert len(response.content) < 150_000


@pytest.mark.parametrize("slug", ["aucune", "mes-signatures", "x" * 90])
def test_what_is_no_petition_has_no_picture(client: Client, slug: str) -> None:
    assert client.get(f"/petitions/{slug}/partage.png").status_code == 404


def test_a_draft_has_no_picture(client: Client) -> None:
    address = f"/petitions/{make_draft_petition().slug}/partage.png"
    assert client.get(address).status_code == 404


def test_the_picture_changes_with_the_count() -> None:
    petition = make_petition()
    drawn = [share_image(petition, PublicCount(online=n, as_of=NOW)) for n in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_the_picture_says_how_people_signed() -> None:
    petition = make_petition()
    mailed = PublicCount(online=12_000, as_of=NOW)
    counts = [mailed, replace(mailed, desk=10), replace(mailed, paper=3)]
    assert len({share_image(petition, shown) for shown in counts}) == 3


@pytest.mark.parametrize("title", ["#panic()", '"] #read("/etc/passwd")', "\\", "$", "é" * 150])
def test_a_title_is_text_to_the_picture_whatever_it_holds(title: str) -> None:
    petition = make_petition(title=title)
    assert share_image(petition, PublicCount(online=3, as_of=NOW)).startswith(b"\x89PNG")


def test_links_carry_the_address_and_no_line_of_ours_breaks_them() -> None:
    sharing = sharing_of(make_petition(title="Santé & soins ? #1\r\nBcc: x@example.org"))
    for link in (sharing.mail, sharing.sms, sharing.whatsapp):
        assert sharing.url.replace(":", "%3A").replace("/", "%2F") in link
        assert not set(link) & set(" \r\n#é")
    assert sharing.mail.count("&") == 1
    assert sharing.sms.startswith("sms:?&body=")


def test_the_proposal_says_what_other_sites_show_of_it(client: Client) -> None:
    petition = make_petition()
    count(petition, 12, at=timezone.now())
    page = client.get(make_proposal(petition=petition).url).text
    image = f"http://testserver/petitions/{petition.slug}/partage.png"
    assert f'<meta property="og:image" content="{image}">' in page
    assert 'href="mailto:?subject=' in page
    assert "https://wa.me/" in page
    assert 'src="https://' not in page
