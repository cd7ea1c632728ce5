"""Who may confirm: wrong codes, wrong doors, mail scanners, and time."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from core import keys
from core.mailboxes import ATTEMPTS, WRONG_CODES
from petitions.errors import (
    RequestExpired,
    TooManyAttempts,
    TooManyGuesses,
    UnknownRequest,
    WrongProof,
)
from petitions.services import (
    by_link,
    by_reference,
    purge_expired_requests,
)
from tests.factories.petitions import (
    NOW,
    ask,
    confirm,
    confirm_link,
    link_token_in_last_letter,
    make_petition,
    sign,
    wrong_code,
)

pytestmark = pytest.mark.django_db


def test_a_wrong_code_is_counted() -> None:
    wish = ask(make_petition())
    with pytest.raises(WrongProof) as wrong:
        confirm(wish, code=wrong_code(wish))
    assert wrong.value.left == ATTEMPTS - 1
    assert by_reference(wish.reference).attempts == 1


def test_the_right_code_opens_nothing_after_five_wrong_ones() -> None:
    wish = ask(make_petition())
    for _ in range(ATTEMPTS - 1):
        with pytest.raises(WrongProof):
            confirm(wish, code=wrong_code(wish))
    for code in [wrong_code(wish), wish.code]:
        with pytest.raises(TooManyAttempts):
            confirm(wish, code=code)
    assert not by_reference(wish.reference).is_confirmed


def test_many_browsers_do_not_add_up_to_many_guesses() -> None:
    petition = make_petition()
    victim = ask(petition)
    for _ in range(WRONG_CODES):
        guess = ask(petition)
        with pytest.raises(WrongProof):
            confirm(guess, code=wrong_code(guess))
    with pytest.raises(TooManyGuesses):
        confirm(ask(petition), code=victim.code)


def test_guesses_of_strangers_leave_the_link_of_the_letter_open() -> None:
    petition = make_petition()
    ask(petition)
    token = link_token_in_last_letter()
    for _ in range(WRONG_CODES):
        guess = ask(petition)
        with pytest.raises(WrongProof):
            confirm(guess, code=wrong_code(guess))
    assert confirm_link(token, "47200").is_new


@pytest.mark.parametrize("proof", ["47200", " 47 200 "])
def test_the_link_confirms_with_the_postcode(proof: str) -> None:
    petition = make_petition()
    ask(petition)
    confirm_link(link_token_in_last_letter(), proof)
    assert petition.signatures.count() == 1


def test_the_link_confirms_with_the_code() -> None:
    wish = ask(make_petition())
    assert confirm_link(wish.link_token, wish.code).is_new


def test_the_link_has_five_attempts_of_its_own() -> None:
    wish = ask(make_petition())
    for postcode in ["10000", "20000", "30000", "40000"]:
        with pytest.raises(WrongProof):
            confirm_link(wish.link_token, postcode)
    for postcode in ["50000", "47200"]:
        with pytest.raises(TooManyAttempts):
            confirm_link(wish.link_token, postcode)
    with pytest.raises(WrongProof) as wrong:
        confirm(wish, code=wrong_code(wish))
    assert wrong.value.left == 4


def test_the_link_does_not_open_the_page_of_the_browser_nor_the_reverse() -> None:
    wish = ask(make_petition())
    with pytest.raises(UnknownRequest):
        by_reference(wish.link_token)
    with pytest.raises(UnknownRequest):
        by_link(wish.reference)


@pytest.mark.parametrize("reference", ["", "a", "A" * 43, "é" * 43, "=" * 43, "-_" * 400])
def test_a_made_up_reference_opens_nothing(reference: str) -> None:
    ask(make_petition())
    with pytest.raises(UnknownRequest):
        by_reference(reference)


def test_a_wish_may_be_confirmed_for_seven_days() -> None:
    wish = ask(make_petition())
    assert confirm(wish, at=NOW + timedelta(days=7)).is_new


def test_after_seven_days_a_wish_is_over() -> None:
    wish = ask(make_petition())
    with pytest.raises(RequestExpired):
        confirm(wish, at=NOW + timedelta(days=8))


def test_without_its_day_key_a_wish_can_no_longer_be_read(
    settings: Settings, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path
    day = timezone.now() - timedelta(days=300)
    wish = ask(make_petition(opens_at=day), at=day)
    keys.destroy(keys.day_key_name(day.date()))
    with pytest.raises(RequestExpired):
        confirm(wish, at=day)


def test_the_purge_forgets_wishes_and_mailboxes_in_their_time() -> None:
    petition = make_petition()
    sign(petition)
    wish = ask(petition, address="grace@example.org", at=NOW + timedelta(days=1))
    assert purge_expired_requests(at=NOW + timedelta(days=8)) == 1
    assert by_reference(wish.reference) == wish
    assert purge_expired_requests(at=NOW + timedelta(days=9)) == 1
    assert purge_expired_requests(at=NOW + timedelta(days=9)) == 0
    assert petition.signatures.count() == 1


def test_a_purged_wish_is_unknown() -> None:
    wish = ask(make_petition())
    purge_expired_requests(at=NOW + timedelta(days=8))
    with pytest.raises(UnknownRequest):
        by_reference(wish.reference)
    assert not type(wish.mailbox).objects.exists()
