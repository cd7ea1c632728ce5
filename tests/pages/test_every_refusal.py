"""Every refusal of petitions, over HTTP: what is answered, in words, and that nothing changed."""

import inspect
import re
from types import ModuleType
from typing import Any

import pytest
from pytest_django import Settings

from accounts.errors import NotAdministratorSince
from core.errors import BadAddress, BadPosition, BadToken, KeyIsLost, Unreadable
from follows import errors as follow_errors
from ledger.errors import DoesNotOpen, LogRefuses, NotInTheLog, SecretReused
from moderation.errors import AlreadyDecided, ClaimedByAnother, OwnContribution
from pages.errors import NoListOfProposals
from petitions import errors
from tests.pages.desk import said as said_with_french_spaces
from tests.pages.refusals import Refusal, books, noted
from tests.pages.refusals_at_desks import EDITING
from tests.pages.refusals_of_administrators import ANNULLING
from tests.pages.refusals_of_authors import PROPOSING, REVIEWING
from tests.pages.refusals_of_followers import LEAVING
from tests.pages.refusals_of_signers import SIGNING

pytestmark = pytest.mark.django_db
REFUSALS = [*SIGNING, *LEAVING, *PROPOSING, *REVIEWING, *EDITING, *ANNULLING]
# What stands below petitions, and is answered where people sign, propose, review and annul.
OF_OTHERS: set[type[Exception]] = {
    AlreadyDecided, BadAddress, BadPosition, BadToken, ClaimedByAnother, DoesNotOpen, KeyIsLost,
    LogRefuses, NoListOfProposals, NotAdministratorSince, NotInTheLog, OwnContribution,
    SecretReused, Unreadable,
}  # fmt: skip
# Nothing wrong was sent: it was done before, or the page that is led to says what to do.
NO_FAULT = {
    (errors.AlreadyConfirmed, 200),
    (errors.ListIsClosed, 302),
    (errors.NotForEditors, 302),
    (errors.ThresholdReached, 302),
}


@pytest.fixture(autouse=True)
def _count_at_once(settings: Settings) -> None:
    settings.SEAL_BATCH = 1
    settings.ALARM_SIGNATURES = {"network": 3, "provider": 3}


def said(response: Any) -> str:
    """Return what an answer says, and the page it leads to; spaces are not the subject here."""
    shown = response.client.get(response["Location"]) if response.status_code == 302 else response
    return re.sub("[\u202f\xa0]", " ", said_with_french_spaces(shown))


def defined_in(module: ModuleType) -> set[type[Exception]]:
    found = [one for one in vars(module).values() if inspect.isclass(one)]
    return {
        one for one in found if issubclass(one, Exception) and one.__module__ == module.__name__
    }


def test_every_refusal_is_met_over_http() -> None:
    every = defined_in(errors) | defined_in(follow_errors) | OF_OTHERS
    assert every - {refusal.error for refusal in REFUSALS} == set()


def test_every_refusal_has_a_status_of_its_kind() -> None:
    of_refusals = {*range(400, 500), 503}
    others = {(one.error, one.status) for one in REFUSALS if one.status not in of_refusals}
    assert others == NO_FAULT


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_a_refusal_is_said_and_changes_nothing(
    refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = refusal.arrange()
    before, met = books(), noted(refusal.error, monkeypatch)
    response = send()
    assert met
    assert books() == before
    assert response.status_code == refusal.status
    assert refusal.words in said(response)
