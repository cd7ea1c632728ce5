"""The address of a petition, and the page above a debate, lead to this site alone."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from petitions.models import Petition
from petitions.services import edit_petition
from tests.factories.debates import make_draft
from tests.factories.petitions import NOW, make_draft_petition, make_petition
from tests.pages.desk import editor, form_at, said

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://ailleurs.example/",
    "//ailleurs.example/",
    "/\\ailleurs.example/",
    "\\\\ailleurs.example/",
    "/\t/ailleurs.example/",
    "javascript:alert(1)",
    "ailleurs.example",
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_no_petition_leads_elsewhere(path: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_draft_petition(proposal_path=path)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_draft(parent_path=path)


@pytest.mark.parametrize("path", ["", "/", "/propositions/un-debat-public/"])
def test_a_path_of_this_site_is_good(path: str) -> None:
    assert make_draft_petition(proposal_path=path).proposal_path == path


def test_an_open_petition_cannot_be_led_elsewhere() -> None:
    petition = make_petition()
    names = ("title", "slug", "text", "details", "addressees", "opens_at", "closes_at")
    kept: dict[str, Any] = {name: getattr(petition, name) for name in names}
    with pytest.raises(IntegrityError), transaction.atomic():
        edit_petition(petition=petition, **kept, proposal_path="//ailleurs.example/", at=NOW)


def test_the_desk_says_what_a_path_must_be() -> None:
    petition, client = make_petition(), editor()
    address = f"/gestion/petitions/edit/{petition.pk}/"
    form = form_at(client, address) | {"proposal_path": "//ailleurs.example/", "step": "save"}
    response = client.post(address, form)
    assert "Ce chemin doit rester sur ce site" in said(response)
    assert Petition.objects.get().proposal_path == petition.proposal_path
