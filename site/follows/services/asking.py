"""Follow without an account: ask with an address, confirm with the code of the letter it gets.

Nothing here reads a follow: neither the answer, nor the letter, nor a clock tells whether the
address follows already, or ever signed. Who confirms joins those who signed and asked for news,
in the queue of the night.

The link of the letter only leads to where the code is typed: a mail scanner that opens every link
and sends every form starts nothing.
"""

import hmac
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from core import keys, outbox, proofs
from core.errors import BadToken, Unreadable
from core.mailboxes import WRONG_CODES, first_moment
from follows import emails
from follows.errors import RequestExpired, TooManyAttempts, UnknownRequest, WrongCode
from follows.models import FollowMailbox, FollowRequest
from follows.services.following import KEY
from follows.services.waiting import start_later
from follows.topics import Topic, Wish


@transaction.atomic
def ask(
    *, topic: Topic, address: str, limited_as: str, at: datetime, not_before: datetime
) -> FollowRequest:
    """Keep the wish of `address` to follow `topic`, sealed, and write to that address.

    Args:
        address: a simple address.
        limited_as: the form of it under which the letters to one mailbox are counted.
        at: the moment of asking, timezone-aware.
        not_before: when the letter may go, `at` or later.
    """
    tag = keys.keyed_tag(keys.named_key(KEY), b"letters", limited_as.encode())
    mailbox = FollowMailbox.locked(tag, at=at)
    wish = Wish(topic, address, not_before.isoformat() if not_before > at else "")
    request = _keep(wish, mailbox, on=at.date())
    _write(wish, mailbox, at=at, not_before=not_before)
    return request


@transaction.atomic
def send_again(*, reference: str, at: datetime) -> None:
    """Write to the address again, unless it was written too lately or too often.

    Raises:
        UnknownRequest, RequestExpired: as for `by_reference`.
    """
    request = by_reference(reference, at=at)
    if not request.is_confirmed:
        mailbox = FollowMailbox.locked(bytes(request.mailbox.tag), at=at)
        wish = wish_of(request)
        _write(wish, mailbox, at=at, not_before=first_moment(wish.held_until, at=at))


def by_reference(reference: str, *, at: datetime, lock: bool = False) -> FollowRequest:
    """Return the wish to follow that `reference` names.

    Raises:
        UnknownRequest: if there is none, or none any more.
        RequestExpired: if it was asked for more than SIGNATURE_REQUEST_DAYS before `at`.
    """
    requests = FollowRequest.objects.select_related("mailbox")
    if lock:
        # The mailbox first: who guesses for one address is counted one after the other, and who
        # confirms writes to other rows of it.
        requests = requests.select_for_update(of=("mailbox", "self"), no_key=True)
    try:
        request = requests.get(pk=proofs.row_named_in(reference))
        if not request.is_named_by(reference):
            raise UnknownRequest
    except (FollowRequest.DoesNotExist, BadToken, Unreadable):
        raise UnknownRequest from None
    if request.is_expired_at(at):
        raise RequestExpired
    return request


def wish_of(request: FollowRequest) -> Wish:
    """Return what was typed; raise RequestExpired once its day's key is destroyed."""
    try:
        return request.wish()
    except Unreadable:
        raise RequestExpired from None


def ensure_code_may_be_typed(request: FollowRequest) -> None:
    """Raise TooManyAttempts if no code confirms `request` any more."""
    is_guessed_at = not request.is_of_letter and request.mailbox.wrong_codes >= WRONG_CODES
    if is_guessed_at or not request.attempts_left:
        raise _too_many(request)


def confirm(*, reference: str, code: str, at: datetime) -> None:
    """Let the follow begin at the next night, and forget the address here; twice is once.

    The letters that led to it forget it too. Other browsers that asked learn nothing: theirs may be
    a stranger's, and keeps what was typed there until it expires.

    Raises:
        UnknownRequest, RequestExpired: as for `by_reference`.
        WrongCode: if the code is wrong; the attempt is counted.
        TooManyAttempts: if it was the last one, or none was left.
    """
    with transaction.atomic():
        request = by_reference(reference, at=at, lock=True)
        if request.is_confirmed:
            return
        ensure_code_may_be_typed(request)
        wish = wish_of(request)
        is_right = hmac.compare_digest(code.encode(), _last_code(request.mailbox, wish).encode())
        if is_right:
            start_later(subject=wish.topic.subject, address=wish.address)
            _forget_address(request, wish, at=at)
        else:
            _count_wrong_code(request)
    # Raised after the commit: a wrong code must stay counted.
    if not is_right:
        raise WrongCode(left=request.attempts_left) if request.attempts_left else _too_many(request)


def purge_requests(*, at: datetime) -> int:
    """Delete what expired at `at`, then the limits nobody needs; return how many wishes.

    Not in one transaction: nobody who asks or confirms waits for both.
    """
    purged, _ = FollowRequest.objects.expired_at(at).delete()
    FollowMailbox.objects.forgettable_at(at).delete()
    return purged


def _forget_address(request: FollowRequest, wish: Wish, *, at: datetime) -> None:
    letters = FollowRequest.objects.open_at(at).filter(mailbox=request.mailbox, is_of_letter=True)
    forgotten = replace(wish, address="")
    for row in {request, *letters}:
        said = row.wish()
        if (said.topic.subject, said.address) == (wish.topic.subject, wish.address):
            row.seal(forgotten)
            # Where a letter's row expires at the same moment, its address is forgotten already.
            same = FollowRequest.objects.filter(pk=row.pk)
            same.update(sealed=row.sealed, is_confirmed=True)


def _too_many(request: FollowRequest) -> TooManyAttempts:
    return TooManyAttempts(is_of_letter=request.is_of_letter)


def _count_wrong_code(request: FollowRequest) -> None:
    request.attempts += 1
    request.save(update_fields=["attempts"])
    # Who has the letter's secret reads the letter: no stranger guesses there.
    if not request.is_of_letter:
        mailboxes = FollowMailbox.objects.filter(pk=request.mailbox_id)
        mailboxes.update(wrong_codes=F("wrong_codes") + 1)


def _write(wish: Wish, mailbox: FollowMailbox, *, at: datetime, not_before: datetime) -> None:
    """Write if a letter may go; if not, do the same work and undo it: a clock must not tell."""
    may_go = mailbox.take_letter(at=at)
    with transaction.atomic():
        mailbox.save()
        linked = _keep(wish, mailbox, on=at.date(), is_of_letter=True)
        code = _last_code(mailbox, wish)
        letter = emails.confirmation(linked, code=code, to=wish.address)
        outbox.enqueue(letter, at=at, not_before=not_before)
        transaction.set_rollback(not may_go)
    outbox.wake()


def _last_code(mailbox: FollowMailbox, wish: Wish) -> str:
    """Return the code of the last letter; nothing that anybody can type once its key is gone."""
    try:
        return mailbox.code_for(wish.address)
    except Unreadable:
        return ""


def _keep(
    wish: Wish, mailbox: FollowMailbox, *, on: date, is_of_letter: bool = False
) -> FollowRequest:
    request = FollowRequest(mailbox=mailbox, asked_on=on, is_of_letter=is_of_letter)
    request.seal(wish)
    request.save(force_insert=True)
    return request
