"""Ask to see what one address signed: a letter goes to that address, and opens the list.

Two ways lead from the letter to the list. Its code opens the list in the browser that asked, on
whatever device. A code is short: strangers who ask for somebody's address and guess must be
stopped, and 25 wrong codes close that way. Its link is long, nobody guesses it, so no number of
wrong codes closes it: whoever reads the mail gets in, whatever strangers do.

- The link opens a list of its own, never that of the browser which asked: a stranger who asks for
  an address must not see a list because its owner pressed a button. Each press opens another one,
  so that closing it, which mail scanners may do too, leaves the link to its owner.
- Opening takes a press: GET changes nothing. A mail scanner that presses it sees what its own
  mailbox signed and changes nothing that lasts; to withdraw, somebody presses twice more and types
  a word, which scanners do not.
- Letters are few, yet one goes whenever the link of the last one is over: a stranger who asks all
  day long makes us write the owner a letter a day, and each one opens.

What remains: at a provider with aliases, a stranger who asks for another writing of the address
uses up its letter of the day, and the link opens the list of that writing. Answering every writing
would let strangers flood a mailbox. The owner still has the code page, the receipt, and us.
"""

import hmac
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import keys, outbox
from core.errors import Unreadable
from core.mailboxes import WRONG_CODES, first_moment
from petitions import emails, proofs
from petitions.canonical import canonical_address
from petitions.errors import (
    RequestExpired,
    TooManyAttempts,
    TooManyGuesses,
    UnknownRequest,
    WrongProof,
)
from petitions.models import OwnList, OwnMailbox
from petitions.services.guarding import letter_held_until


@transaction.atomic
def ask_for_list(*, address: str, at: datetime, network: str = "") -> OwnList:
    """Store the wish to see what `address` signed, sealed, and write to that address.

    Nothing here reads a signature: neither the answer nor the letter tells whether there is one.

    Args:
        address: a simple address.
        at: the moment of asking, timezone-aware.
        network: where it comes from, as `core.http.client_prefix` says; empty if from none.
    """
    due = letter_held_until("list", network=network, at=at)
    held_until = due.isoformat() if due > at else ""
    own_list = _new_list(address, _mailbox_of(address, at=at), at=at, held_until=held_until)
    _write_to(address, own_list.mailbox, at=at, not_before=due)
    return own_list


@transaction.atomic
def send_list_code_again(*, reference: str, at: datetime) -> OwnList:
    """Write to the address again, unless it was written too lately or too often.

    Raises:
        UnknownRequest, RequestExpired: as for `open_list`.
    """
    own_list = list_by_reference(reference, at=at)
    if not own_list.is_open:
        address = address_of(own_list)
        due = first_moment(own_list.held_until(), at=at)
        _write_to(address, _mailbox_of(address, at=at), at=at, not_before=due)
    return own_list


def list_by_reference(reference: str, *, at: datetime, lock: bool = False) -> OwnList:
    """Return the list whose browser knows `reference`.

    Raises:
        UnknownRequest: if there is none, or none any more.
        RequestExpired: if it was asked for too long before `at`.
    """
    return _find(reference, OwnList.is_named_by, at=at, lock=lock)


def list_by_link(token: str, *, at: datetime) -> OwnList:
    """Return the list that a letter's link opens; errors as for `list_by_reference`."""
    return _find(token, OwnList.is_linked_by, at=at, lock=False)


def open_by_link(*, token: str, at: datetime) -> OwnList:
    """Open a list for who reads the letter, until its link is over; wrong codes do not matter.

    Raises:
        UnknownRequest, RequestExpired: as for `list_by_reference`.
    """
    linked = list_by_link(token, at=at)
    return _new_list(address_of(linked), linked.mailbox, at=linked.asked_at, is_open=True)


def ensure_code_may_be_typed(own_list: OwnList) -> None:
    """Raise TooManyAttempts or TooManyGuesses if no code opens this list any more."""
    if own_list.mailbox.wrong_codes >= WRONG_CODES:
        raise TooManyGuesses
    if not own_list.attempts_left:
        raise TooManyAttempts


def open_list(*, reference: str, code: str, at: datetime) -> OwnList:
    """Open the list, in the browser that asked, with the code from the letter; twice is once.

    Raises:
        UnknownRequest: if there is no such list, or none any more.
        RequestExpired: if it was asked for too long before `at`.
        WrongProof: if the code is wrong; the attempt is counted.
        TooManyAttempts: if it was the last one, or no attempt was left.
        TooManyGuesses: if all browsers together made too many for this address.
    """
    with transaction.atomic():
        own_list = list_by_reference(reference, at=at, lock=True)
        if own_list.is_open:
            return own_list
        ensure_code_may_be_typed(own_list)
        own_list.is_open = hmac.compare_digest(code.encode(), _code_of(own_list).encode())
        if not own_list.is_open:
            own_list.attempts += 1
            mailbox = OwnMailbox.objects.filter(pk=own_list.mailbox_id)
            mailbox.update(wrong_codes=F("wrong_codes") + 1)
        own_list.save(update_fields=["is_open", "attempts"])
    # Raised after the commit: a wrong code must stay counted.
    if own_list.is_open:
        return own_list
    if own_list.attempts_left:
        raise WrongProof(left=own_list.attempts_left)
    raise TooManyAttempts


def close_list(*, reference: str, at: datetime) -> None:
    """Forget a list before its end, for who read it on a device of somebody else; twice is once."""
    with suppress(UnknownRequest, RequestExpired):
        list_by_reference(reference, at=at).delete()


def purge_lists(*, at: datetime) -> int:
    """Delete the lists that expired at `at`, then the limits nobody needs; return how many.

    Not in one transaction: nobody who asks or opens waits for both.
    """
    purged, _ = OwnList.objects.expired_at(at).delete()
    OwnMailbox.objects.forgettable_at(at).delete()
    return purged


def address_of(own_list: OwnList) -> str:
    """Return the address; raise RequestExpired once its day's key is destroyed."""
    try:
        return own_list.address()
    except Unreadable:
        raise RequestExpired from None


def _mailbox_of(address: str, *, at: datetime) -> OwnMailbox:
    tag = keys.keyed_tag(keys.named_key("own-lists"), canonical_address(address).encode())
    return OwnMailbox.locked(tag, at=at)


def _write_to(address: str, mailbox: OwnMailbox, *, at: datetime, not_before: datetime) -> None:
    """Write if a letter may go; if not, do the same work and undo it: a clock must not tell."""
    may_go = mailbox.take_letter(at=at)
    with transaction.atomic():
        mailbox.save()
        linked = _new_list(address, mailbox, at=at)
        letter = emails.own_list(linked, code=_last_code(mailbox, address), to=address)
        outbox.enqueue(letter, at=at, not_before=not_before)
        transaction.set_rollback(not may_go)
    outbox.wake()


def _last_code(mailbox: OwnMailbox, address: str) -> str:
    """Return the code of the last letter; nothing that opens once its key is destroyed."""
    try:
        return mailbox.code_for(address)
    except Unreadable:
        return ""


def _new_list(
    address: str,
    mailbox: OwnMailbox,
    *,
    at: datetime,
    held_until: str = "",
    is_open: bool = False,
) -> OwnList:
    own_list = OwnList(mailbox=mailbox, asked_at=at, is_open=is_open)
    own_list.seal(address, held_until=held_until)
    own_list.save(force_insert=True)
    return own_list


def _find(
    token: str, is_right: Callable[[OwnList, str], bool], *, at: datetime, lock: bool
) -> OwnList:
    lists = OwnList.objects.select_related("mailbox")
    if lock:
        # The mailbox too, and first: browsers that guess for one address are counted one by one.
        lists = lists.select_for_update(of=("mailbox", "self"), no_key=True)
    try:
        own_list = lists.get(pk=proofs.row_named_in(token))
        if not is_right(own_list, token):
            raise UnknownRequest
    except (OwnList.DoesNotExist, Unreadable):
        raise UnknownRequest from None
    if own_list.is_expired_at(at):
        raise RequestExpired
    return own_list


def _code_of(own_list: OwnList) -> str:
    try:
        return own_list.mailbox.code_for(own_list.address())
    except Unreadable:
        raise RequestExpired from None
