"""Short addresses lead from paper to a page of ours, and nowhere else."""

import pytest
from django.db import IntegrityError
from django.test import Client

from core import shortlinks
from core.models import ShortLink

pytestmark = pytest.mark.django_db


def test_a_page_has_one_short_address() -> None:
    assert shortlinks.make("/debats/x/") == shortlinks.make("/debats/x/")
    assert ShortLink.objects.count() == 1


@pytest.mark.parametrize("end", ["", "/"])
def test_a_short_address_leads_to_its_page_however_it_is_typed(client: Client, end: str) -> None:
    link = shortlinks.make("/petitions/x/signer/")
    for code in (link.code, link.code.upper()):
        response = client.get(f"/p/{code}{end}")
        assert (response.status_code, response["Location"]) == (302, "/petitions/x/signer/")


@pytest.mark.parametrize("path", ["//elsewhere.example", "https://elsewhere.example", ""])
def test_a_short_address_never_leaves_the_site(path: str) -> None:
    with pytest.raises(IntegrityError):
        shortlinks.make(path)


def test_an_unknown_code_is_not_found(client: Client) -> None:
    assert client.get("/p/zzzzzz/").status_code == 404
