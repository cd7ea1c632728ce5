"""An object that must not be public any more goes, and its hash is mute."""

import pytest
from django.core.management import CommandError, call_command

from ledger import store
from ledger.errors import NoSuchObject
from ledger.models import LogObject
from ledger.services import (
    erase_object,
    publish,
    queue_decision,
    scrub,
    seal,
)
from ledger.services.publishing import object_path
from tests.factories.ledger import NOW, make_log

pytestmark = pytest.mark.django_db


def test_an_erased_object_is_mute_and_no_damage() -> None:
    make_log(3)
    named = queue_decision({"kind": "moderation", "text": "Madame Dupont"})
    seal(at=NOW)
    publish()
    call_command("ledger_erase", named.hex())
    assert store.read(object_path(named)) == b""
    assert bytes(LogObject.objects.get(digest=named).body) == b""
    found = scrub()
    assert (found.size, found.erased) == (7, 1)


def test_an_object_erased_before_it_is_published_never_is() -> None:
    make_log(3)
    named = queue_decision({"kind": "moderation", "text": "Madame Dupont"})
    seal(at=NOW)
    erase_object(named)
    publish()
    assert store.read(object_path(named)) == b""
    assert scrub().erased == 1


def test_what_is_no_object_cannot_be_erased() -> None:
    with pytest.raises(NoSuchObject):
        erase_object(bytes(32))
    for wrong in ("x", "0" * 64, "A" * 64):
        with pytest.raises(CommandError):
            call_command("ledger_erase", wrong)
