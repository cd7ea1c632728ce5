"""« Mes signatures »: its letters say the same to everybody, and are few."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from core.letters import Letter
from core.mailboxes import LETTERS, LETTERS_PAUSE, LETTERS_PERIOD
from core.models import OutboxLetter
from petitions.errors import (
    WrongProof,
)
from petitions.models import OwnList, OwnMailbox, SigningLimit
from petitions.services import (
    address_of,
    ask_for_list,
    open_list,
    purge_lists,
    send_list_code_again,
)
from tests.factories.core import waiting_letters
from tests.factories.own_lists import (
    ADA,
    code_for,
    letters_to,
    opened,
)
from tests.factories.petitions import NOW, make_petition, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1


def test_letters_to_a_signer_and_to_a_stranger_are_the_same() -> None:
    sign(make_petition())
    letters = []
    for address in [ADA, "stranger@example.org"]:
        ask_for_list(address=address, at=NOW)
        letters += [without_code(letter) for letter in letters_to(address)]
    assert len(letters) == 2
    assert letters[0] == letters[1]


def without_code(letter: Letter) -> tuple[str, str, str]:
    secret = r"\b\d{6}\b|/lien/[\w-]+/"
    text, html = (re.sub(secret, "", each) for each in (letter.text, letter.html))
    return letter.subject, text, html


def test_the_letter_goes_to_the_address_typed_and_carries_its_code_and_its_link() -> None:
    petition = make_petition()
    sign(petition)
    own_list = ask_for_list(address=ADA, at=NOW)
    [letter] = letters_to(ADA)
    everything = letter.subject + letter.text + letter.html
    assert letter.to == ADA
    assert "signature" not in letter.subject
    assert own_list.reference not in everything
    assert "/petitions/mes-signatures/lien/" in letter.text
    assert petition.title not in everything


def test_asking_writes_nothing_readable() -> None:
    own_list = ask_for_list(address=ADA, at=NOW)
    stored = bytes(OwnMailbox.objects.get().tag)
    stored += b"".join(bytes(one.sealed) for one in OwnList.objects.all())
    assert b"ada" not in stored
    assert address_of(own_list) == ADA


def test_one_letter_in_ten_minutes_and_its_code_opens_every_list_asked_meanwhile() -> None:
    first = ask_for_list(address=ADA, at=NOW)
    second = ask_for_list(address=ADA, at=NOW + LETTERS_PAUSE - timedelta(seconds=1))
    assert len(waiting_letters()) == 1
    for own_list in (first, second):
        assert open_list(reference=own_list.reference, code=code_for(), at=NOW).is_open


def test_five_letters_then_one_a_day_whoever_asks() -> None:
    for hour in range(LETTERS + 2):
        ask_for_list(address=ADA, at=NOW + timedelta(hours=hour))
    assert len(waiting_letters()) == LETTERS
    ask_for_list(address=ADA, at=NOW + timedelta(hours=LETTERS) + LETTERS_PERIOD)
    assert len(waiting_letters()) == LETTERS + 1


def test_aliases_of_one_mailbox_share_its_limit_and_not_its_code() -> None:
    ask_for_list(address="ada@gmail.com", at=NOW)
    alias = ask_for_list(address="a.d.a+2@gmail.com", at=NOW)
    assert len(waiting_letters()) == 1
    with pytest.raises(WrongProof):
        open_list(reference=alias.reference, code=code_for("ada@gmail.com"), at=NOW)


def test_the_letter_is_sent_again_within_the_limit() -> None:
    own_list = ask_for_list(address=ADA, at=NOW)
    send_list_code_again(reference=own_list.reference, at=NOW + timedelta(minutes=9))
    assert len(waiting_letters()) == 1
    send_list_code_again(reference=own_list.reference, at=NOW + timedelta(minutes=10))
    assert len(waiting_letters()) == 2
    assert open_list(reference=own_list.reference, code=code_for(), at=NOW).is_open


def test_the_code_of_another_day_is_another_one() -> None:
    ask_for_list(address=ADA, at=NOW)
    first = code_for()
    later = NOW + timedelta(days=1)
    own_list = ask_for_list(address=ADA, at=later)
    assert len({first, code_for()}) == 2
    with pytest.raises(WrongProof):
        open_list(reference=own_list.reference, code=first, at=later)


def test_a_crowded_network_waits_for_its_letters() -> None:
    SigningLimit.objects.create(reach="site", seconds=7200, wishes=1, pause=600)
    for name in ["ada", "grace"]:
        ask_for_list(address=f"{name}@example.org", at=NOW, network="192.0.2.0/24")
    due = OutboxLetter.objects.order_by("not_before").values_list("not_before", flat=True)
    assert list(due) == [NOW, NOW + timedelta(minutes=10)]


def test_a_letter_asked_for_again_waits_as_the_first_did() -> None:
    SigningLimit.objects.create(reach="site", seconds=7200, wishes=1, pause=3600)
    network = "192.0.2.0/24"
    ask_for_list(address="grace@example.org", at=NOW, network=network)
    own_list = ask_for_list(address=ADA, at=NOW, network=network)
    send_list_code_again(reference=own_list.reference, at=NOW + LETTERS_PAUSE)
    assert address_of(own_list) == ADA
    due = OutboxLetter.objects.order_by("not_before").values_list("not_before", flat=True)
    assert list(due) == [NOW] + [NOW + timedelta(hours=1)] * 2


def test_the_limit_of_an_address_outlives_its_lists_by_a_week() -> None:
    opened()
    purge_lists(at=NOW + timedelta(days=1))
    assert OwnMailbox.objects.count() == 1
    purge_lists(at=NOW + LETTERS_PERIOD)
    assert not OwnMailbox.objects.exists()


def test_an_address_written_a_moment_ago_costs_the_same_work() -> None:
    asked: list[list[str]] = []
    for address in [ADA, ADA, "stranger@example.org"]:
        with CaptureQueriesContext(connection) as seen:
            ask_for_list(address=address, at=NOW)
        asked.append([str(query["sql"]).partition(" ")[0] for query in seen.captured_queries])
    assert [len(letters_to(address)) for address in [ADA, "stranger@example.org"]] == [1, 1]
    # The first of a day makes its keys.
    _, again, other = (
        [word for word in words if word != "RELEASE" and word != "ROLLBACK"] for words in asked
    )
    assert again == other
