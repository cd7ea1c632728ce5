"""The commands of the log say what they did, and end with a status that a script can read."""

import io
import time

import pytest
from django.core.management import CommandError, call_command

from ledger import store
from ledger.services.guarding import mark_file
from tests.factories.ledger import make_log, make_signers
from tests.ledger.programs import manage, start

COMMITTED = pytest.mark.django_db(transaction=True)


class Terminal(io.StringIO):
    """An output that somebody reads as it comes."""

    def isatty(self) -> bool:
        return True


@pytest.mark.django_db
def test_sealing_says_how_many_entries() -> None:
    make_signers(2)
    output = io.StringIO()
    call_command("ledger_seal", stdout=output)
    call_command("ledger_seal", stdout=output)
    assert output.getvalue() == "5 sealed, 5 published.\n0 sealed, 5 published.\n"


@pytest.mark.django_db
def test_a_refusal_has_a_status_of_its_own() -> None:
    make_log(1)
    mark_file().unlink()
    with pytest.raises(CommandError, match="high-water mark is gone") as refusal:
        call_command("ledger_seal")
    assert refusal.value.returncode == 78


@pytest.mark.django_db
def test_a_long_check_shows_how_far_it_is_to_who_watches() -> None:
    make_log(2)
    terminal, file = Terminal(), io.StringIO()
    call_command("ledger_scrub", stdout=terminal)
    call_command("ledger_scrub", stdout=file)
    found = "The log is intact: 5 entries, 5 of them published, 0 objects erased.\n"
    assert terminal.getvalue() == f"\r5 of 5 entries\n{found}"
    assert file.getvalue() == found


@COMMITTED
def test_damage_is_one_sentence_and_status_1() -> None:
    make_log(2)
    store.erase("tile/0/000.p/5")
    status, output, errors = manage("ledger_scrub")
    assert (status, output) == (1, "")
    assert errors == (
        "CommandError: The published tile/0/000 differs from its entries, or is missing.\n"
    )
    status, _, errors = manage("ledger_seal")
    assert status == 78
    assert "The log was stopped: The published tile/0/000 differs" in errors


@pytest.mark.long
@COMMITTED
def test_a_sequencer_that_watches_seals_what_comes_until_it_must_not() -> None:
    make_log(1)
    program = start("ledger_seal", "--watch")
    make_signers(1)
    while (published := store.published_checkpoint()) is None or published.size < 5:
        assert program.poll() is None, program.communicate()
        time.sleep(0.05)
    mark_file().unlink()
    _, errors = program.communicate(timeout=60)
    assert program.returncode == 78
    assert "high-water mark is gone" in errors
