"""A post that is right but for one field: nothing breaks, and what is wrong is said where it is.

Posts made of chance alone never get past the proof: these begin with the right one.
"""

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from petitions.hiding import new_secret
from petitions.services import ask_for_list, ask_for_news, open_list
from tests.factories.asking import code_for
from tests.factories.petitions import ask, make_petition, signed

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
LONG_YES = "oui, je confirme ma signature"
SPOILT = [None, "", "\x00", "é" * 6, LONG_YES, "9" * 40, "long " * 500, "0" * 64]
DOORS = ["code", "link", "shown", "shown by code", "refuse", "follow", "mine", "withdraw"]


def right_post(door: str) -> tuple[str, dict[str, str]]:
    """Return an address with its token, and all that is rightly typed there."""
    at = timezone.now()
    petition = make_petition()
    here = f"/petitions/{petition.slug}"
    if door == "follow":
        wanted = ask_for_news(petition=petition, address=ADA, at=at)
        return f"/suivi/{wanted.reference}/", {"code": code_for(ADA)}
    if door in ("mine", "withdraw"):
        commitment = signed(petition, at=at).hidden.commitment.hex()
        own_list = ask_for_list(address=ADA, at=at)
        page, code = (
            f"/petitions/mes-signatures/{own_list.reference}/",
            own_list.mailbox.code_for(ADA),
        )
        if door == "mine":
            return page, {"code": code}
        open_list(reference=own_list.reference, code=code, at=at)
        return f"{page}retirer/", {"commitment": commitment, "sure": "oui"}
    wish = ask(petition, at=at)
    secret = {"secret": new_secret()}
    if door == "code":
        return f"{here}/confirmer/{wish.reference}/", secret | {"code": wish.code}
    shown = secret | {"step": "confirm", "news": "on", "wish": str(wish.pk)}
    typed = {
        "link": {"proof": "47200"},
        "shown": shown | {"proof": "47200", "is_sure": "oui"},
        "shown by code": shown | {"proof": wish.code},
        "refuse": {"proof": wish.code, "step": "refuse"},
    }
    return f"{here}/lien/{wish.link_token}/", typed[door]


def post(client: Client, address: str, typed: dict[str, str], accept: str) -> Any:
    """Post, and take back what came of it."""
    with transaction.atomic():
        response = client.post(address, typed, headers={"Accept": accept})
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_one_spoilt_field_breaks_nothing(client: Client, door: str, accept: str) -> None:
    address, right = right_post(door)
    if accept == "text/html":
        assert post(client, address, right, accept).status_code in (200, 302)
    for name in right:
        for wrong in SPOILT:
            rest = {key: value for key, value in right.items() if key != name}
            typed = rest if wrong is None else rest | {name: wrong}
            response = post(client, address, typed, accept)
            assert response.status_code < 500, (name, wrong)
            ensure_said_where_it_is(response)


def ensure_said_where_it_is(response: Any) -> None:
    """Fail where the page's own links lead nowhere, or a script is refused without a word."""
    if response["Content-Type"].startswith("application/json"):
        assert response.status_code != 422 or response.json()["error"].endswith((".", "!"))
        return
    for target in re.findall('href="#([^"]+)"', response.text):
        assert f'id="{target}"' in response.text, target
