"""A petition's key that is lost is never drawn anew: everybody could sign a second time."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from core import keys
from petitions.models import Mailbox, Petition, Signature, SignatureRequest
from tests.factories.petitions import ask, make_draft_petition, make_petition, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def lose_key(folder: Path, petition: Petition) -> None:
    (folder / f"petition-{petition.pk}.key").unlink()


def test_a_petition_has_its_key_before_anybody_signs(folder: Path) -> None:
    draft = make_draft_petition()
    assert not (folder / f"petition-{draft.pk}.key").exists()
    assert keys.petition_key(make_petition().pk)


def test_without_its_key_nobody_signs_and_the_page_asks_to_come_back(
    client: Client, folder: Path
) -> None:
    petition = make_petition()
    sign(petition, at=timezone.now())
    lose_key(folder, petition)
    typed = {"name": "Ada", "email": "ada@example.org", "postcode": "47200"}
    answer = client.post(f"/petitions/{petition.slug}/signer/", typed)
    assert (answer.status_code, "Retry-After" in answer) == (503, True)
    assert not (folder / f"petition-{petition.pk}.key").exists()
    assert (Mailbox.objects.count(), SignatureRequest.objects.count()) == (1, 1)


def test_without_its_key_nothing_is_confirmed(client: Client, folder: Path) -> None:
    petition = make_petition()
    wish = ask(petition, at=timezone.now())
    address = f"/petitions/{petition.slug}/confirmer/{wish.reference}/"
    lose_key(folder, petition)
    for answer in [client.get(address), client.post(address, {"code": "123456"})]:
        assert answer.status_code == 503
    assert not Signature.objects.exists()


def test_an_upgrade_makes_the_keys_of_petitions_that_nobody_signed_yet(folder: Path) -> None:
    signed, unsigned, draft = make_petition(), make_petition(), make_draft_petition()
    sign(signed)
    for petition in [signed, unsigned]:
        lose_key(folder, petition)
    loader = MigrationLoader(connection)
    name = ("petitions", "0008_keys_of_petitions")
    [step] = loader.get_migration(*name).operations
    step.code(loader.project_state(name).apps, None)  # type: ignore[attr-defined]
    made = [(folder / f"petition-{each.pk}.key").exists() for each in [signed, unsigned, draft]]
    assert made == [False, True, False]
