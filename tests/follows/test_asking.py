"""Following without an account: nothing begins before the address gives its code."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.mailboxes import ATTEMPTS, LETTERS, LETTERS_PAUSE, LETTERS_PERIOD, WRONG_CODES
from core.models import OutboxLetter
from follows.errors import RequestExpired, TooManyAttempts, UnknownRequest, WrongCode
from follows.models import Follow, FollowMailbox, FollowRequest, WaitingFollow
from follows.services import begin_waiting, by_reference, confirm, purge_requests, send_again
from follows.topics import Topic, Wish
from tests.factories.asking import ADA, ask_to_follow, code_for, letters_to, link_for, wrong
from tests.factories.follows import MONDAY, make_follow

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
LATER = MONDAY + LETTERS_PAUSE


def test_the_right_code_begins_at_night_among_those_who_signed() -> None:
    request = ask_to_follow()
    assert not WaitingFollow.objects.exists()
    confirm(reference=request.reference, code=code_for(), at=MONDAY)
    assert not Follow.objects.exists()
    begin_waiting(at=MONDAY + timedelta(hours=18))
    assert Follow.objects.get().subject == "petition:7"


def test_the_letter_leads_to_a_page_that_takes_the_code_on_another_device() -> None:
    request = ask_to_follow()
    assert link_for() != request.reference
    confirm(reference=link_for(), code=code_for(), at=MONDAY)
    assert WaitingFollow.objects.count() == 1


def test_twice_is_once_and_forgets_the_address() -> None:
    request = ask_to_follow()
    for code in (code_for(), code_for(), wrong(code_for())):
        confirm(reference=request.reference, code=code, at=MONDAY)
    assert WaitingFollow.objects.count() == 1
    for reference in (request.reference, link_for()):
        confirmed = by_reference(reference, at=MONDAY)
        assert confirmed.is_confirmed
        assert confirmed.wish().address == ""


def test_who_confirms_behind_the_letter_forgets_nothing_else_and_tells_no_other_browser() -> None:
    strangers = ask_to_follow()
    elsewhere = ask_to_follow(topic=Topic("petition:8", "Une autre", "/x/"), at=LATER)
    other_letter = link_for()
    send_again(reference=strangers.reference, at=LATER + LETTERS_PAUSE)
    confirm(reference=link_for(), code=code_for(), at=LATER)
    for reference in (strangers.reference, elsewhere.reference, other_letter):
        left = by_reference(reference, at=LATER)
        assert (left.is_confirmed, left.wish().address) == (False, ADA)


def test_asking_writes_nothing_readable_and_no_tag_of_a_follow() -> None:
    make_follow()
    ask_to_follow()
    stored = b"".join(bytes(one.sealed) for one in FollowRequest.objects.all())
    assert b"ada" not in stored
    assert b"petition" not in stored
    assert bytes(FollowMailbox.objects.get().tag) != bytes(Follow.objects.get().tag)


def test_the_letter_says_nothing_of_what_is_followed() -> None:
    ask_to_follow(topic=Topic("petition:7", "Achetez mes pilules", "/petitions/x/"))
    [letter] = letters_to()
    assert "pilules" not in letter.subject + letter.text + letter.html


def test_an_address_that_follows_gets_the_same_letter_by_the_same_work() -> None:
    make_follow(address="grace@example.org")
    ask_to_follow(address="first.of.the.day@example.org")
    work = []
    for address in ("grace@example.org", "ada@example.org", "ada@example.org"):
        with CaptureQueriesContext(connection) as seen:
            ask_to_follow(address=address)
        words = [str(query["sql"]).partition(" ")[0] for query in seen.captured_queries]
        work.append([word for word in words if word not in {"RELEASE", "ROLLBACK"}])
    assert work[0] == work[1] == work[2]
    assert [len(letters_to(f"{name}@example.org")) for name in ("grace", "ada")] == [1, 1]


def test_one_letter_in_ten_minutes_whose_code_is_good_for_all_that_is_followed() -> None:
    first = ask_to_follow()
    other = Topic("petition:8", "Une autre", "/petitions/autre/")
    second = ask_to_follow(topic=other, at=MONDAY + LETTERS_PAUSE - timedelta(seconds=1))
    assert len(letters_to()) == 1
    for request in (first, second):
        confirm(reference=request.reference, code=code_for(), at=MONDAY)
    begin_waiting(at=MONDAY)
    assert {one.subject for one in Follow.objects.all()} == {"petition:7", "petition:8"}


def test_five_letters_in_all_whoever_asks() -> None:
    for hour in range(LETTERS + 3):
        request = ask_to_follow(at=MONDAY + timedelta(hours=hour))
    send_again(reference=request.reference, at=MONDAY + timedelta(days=2))
    assert len(letters_to()) == LETTERS
    ask_to_follow(at=MONDAY + timedelta(hours=LETTERS) + LETTERS_PERIOD)
    assert len(letters_to()) == LETTERS + 1


def test_aliases_share_the_limit_and_not_the_code() -> None:
    ask_to_follow()
    alias = ask_to_follow(address="ada+2@example.org", limited_as=ADA)
    assert len(letters_to("ada+2@example.org")) == 0
    with pytest.raises(WrongCode):
        confirm(reference=alias.reference, code=code_for(), at=MONDAY)


def test_a_letter_waits_as_it_is_told() -> None:
    later = MONDAY + timedelta(minutes=20)
    ask_to_follow(not_before=later)
    assert OutboxLetter.objects.get().not_before == later


def test_a_letter_asked_for_again_waits_as_the_first_was_told() -> None:
    held_until = MONDAY + timedelta(hours=1)
    request = ask_to_follow(not_before=held_until)
    for minutes in (10, 90):
        send_again(reference=request.reference, at=MONDAY + timedelta(minutes=minutes))
    due = OutboxLetter.objects.order_by("not_before").values_list("not_before", flat=True)
    assert list(due) == [held_until, held_until, MONDAY + timedelta(minutes=90)]


def test_five_wrong_codes_close_one_page_and_never_that_of_the_letter() -> None:
    request = ask_to_follow()
    for _ in range(ATTEMPTS - 1):
        with pytest.raises(WrongCode):
            confirm(reference=request.reference, code=wrong(code_for()), at=MONDAY)
    for code in (wrong(code_for()), code_for()):
        with pytest.raises(TooManyAttempts):
            confirm(reference=request.reference, code=code, at=MONDAY)
    assert FollowMailbox.objects.get().wrong_codes == ATTEMPTS
    confirm(reference=link_for(), code=code_for(), at=MONDAY)
    assert WaitingFollow.objects.count() == 1


def test_all_browsers_together_guess_few_codes() -> None:
    FollowMailbox.objects.filter(pk=ask_to_follow().mailbox_id).update(wrong_codes=WRONG_CODES)
    request = ask_to_follow()
    with pytest.raises(TooManyAttempts):
        confirm(reference=request.reference, code=code_for(), at=MONDAY)
    confirm(reference=link_for(), code=code_for(), at=MONDAY)


@pytest.mark.parametrize("garbage", ["a", "A" * 43, "-" * 43, "_" * 500])
def test_a_made_up_reference_opens_nothing(garbage: str) -> None:
    with pytest.raises(UnknownRequest):
        by_reference(garbage, at=MONDAY)


def test_what_nobody_confirmed_is_forgotten_after_a_week() -> None:
    request = ask_to_follow()
    assert purge_requests(at=MONDAY + WEEK) == 0
    over = MONDAY + WEEK + timedelta(days=1)
    with pytest.raises(RequestExpired):
        confirm(reference=request.reference, code=code_for(), at=over)
    assert [purge_requests(at=over), purge_requests(at=over)] == [2, 0]
    assert not FollowMailbox.objects.exists()
    assert not WaitingFollow.objects.exists()


def test_a_letter_forgotten_at_the_same_moment_keeps_nobody_from_following(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request, seal = ask_to_follow(), FollowRequest.seal

    def seal_late(row: FollowRequest, wish: Wish) -> None:
        FollowRequest.objects.filter(is_of_letter=True).delete()
        seal(row, wish)

    monkeypatch.setattr(FollowRequest, "seal", seal_late)
    confirm(reference=request.reference, code=code_for(), at=MONDAY)
    assert by_reference(request.reference, at=MONDAY).is_confirmed
