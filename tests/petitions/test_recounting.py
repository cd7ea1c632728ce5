"""A count that differs from the log is an alarm, every night, and is never put right in silence."""

import pytest
from django.core.management import CommandError, call_command
from structlog.testing import capture_logs

from ledger.models import SealedCount
from ledger.services import seal
from petitions import periodic
from petitions.models import Alarm, Petition
from petitions.services import recount_signatures
from tests.factories.ledger import make_signers
from tests.factories.petitions import NOW, make_petition, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition() -> Petition:
    """A petition with one counted signature."""
    petition = make_petition()
    sign(petition)
    seal(at=NOW)
    return petition


def test_right_counts_raise_no_alarm(
    petition: Petition, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("recount_signatures")
    assert "1 petitions are those of the log" in capsys.readouterr().out
    assert not Alarm.objects.exists()


@pytest.mark.parametrize("field", ["online", "paper", "online_at_closing"])
def test_a_wrong_count_is_an_alarm_once_a_day(petition: Petition, field: str) -> None:
    SealedCount.objects.update(**{field: 7})
    for _ in range(2):
        recount_signatures(at=NOW)
    alarm = Alarm.objects.get()
    assert (alarm.petition, alarm.subject) == (petition, Alarm.Subject.COUNT)
    assert alarm.signatures == 1
    assert getattr(SealedCount.objects.get(), field) == 7


@pytest.mark.usefixtures("petition")
def test_the_command_says_what_differs_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    SealedCount.objects.update(online=7)
    with pytest.raises(CommandError, match="1 counts differ"):
        call_command("recount_signatures")
    assert "online=7" in capsys.readouterr().err


def test_the_clock_logs_what_differs(petition: Petition) -> None:
    SealedCount.objects.update(online=7)
    with capture_logs() as logged:
        assert periodic.recount_signatures() == 1
    assert [(line["log_level"], line["petition"]) for line in logged] == [("critical", petition.pk)]


def test_a_count_without_a_petition_is_told_all_the_same() -> None:
    make_signers(1, petition=999_999)
    seal(at=NOW)
    SealedCount.objects.update(online=7)
    assert len(recount_signatures(at=NOW).differences) == 1
    assert not Alarm.objects.exists()
