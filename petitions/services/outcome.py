"""Hand a petition to its addressees, and publish what they answer."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.paths import leads_where_it_says
from follows.services import publish_news
from petitions import states
from petitions.errors import (
    AlreadyAnswered,
    AlreadyThere,
    BadSource,
    NoAddressee,
    WrongDay,
    WrongStatus,
)
from petitions.models import Dispatch, Event, Petition
from petitions.services.stepping import take_step
from petitions.services.timeline import record


@transaction.atomic
def record_dispatch(*, petition: Petition, addressee: str, sent_on: date, at: datetime) -> Dispatch:
    """Publish that a petition was handed to `addressee` on a day, in Paris, not after `at`.

    Raises:
        WrongStatus: if the petition was never opened.
        NoAddressee: if it is none of those that the petition names.
        WrongDay: if the day is to come, or before the petition opened.
        AlreadyThere: if that addressee has it already.
    """
    if not petition.was_opened:
        raise WrongStatus
    if addressee not in petition.addressees:
        raise NoAddressee
    _ensure_between(timezone.localdate(petition.opens_at), sent_on, at)
    try:
        with transaction.atomic():
            dispatch = Dispatch.objects.create(
                petition=petition, addressee=addressee, sent_on=sent_on
            )
    except IntegrityError:
        raise AlreadyThere from None
    kind = Event.Kind.SENT
    record(petition=petition.pk, kind=kind, at=_moment(sent_on, at=at), note=addressee)
    tell_followers(petition, what=str(kind.label), said=addressee, at=at)
    return dispatch


@transaction.atomic
def record_answer(
    *,
    dispatch: Dispatch,
    answered_on: date,
    summary: str,
    answer: str,
    source_url: str,
    at: datetime,
) -> Dispatch:
    """Publish an answer; a closed petition is answered from then on, an open one stays open.

    Args:
        answered_on: a day in Paris, from that of the sending to that of `at`.
        summary: one sentence, 1 to 200 characters.
        answer: its text, 1 to 6000 characters.
        source_url: where it can be read, empty for a letter.

    Raises:
        WrongDay: if the day is to come, or before the sending.
        BadSource: if `source_url` is no https page of the site it shows.
        AlreadyAnswered: if an answer was published already.
    """
    ensure_plain(source_url)
    # Held from here on: a closing that comes meanwhile waits, and then sees the answer.
    petition = Petition.objects.select_for_update(no_key=True).get(pk=dispatch.petition_id)
    _ensure_between(dispatch.sent_on, answered_on, at)
    waiting = Dispatch.objects.filter(pk=dispatch.pk, sent_on=dispatch.sent_on, answered_on=None)
    if not waiting.update(
        answered_on=answered_on, summary=summary, answer=answer, source_url=source_url
    ):
        raise AlreadyAnswered
    if petition.status == states.CLOSED:
        take_step(petition=petition.pk, to=states.ANSWERED)
    kind, seen = Event.Kind.ANSWER, _moment(answered_on, at=at)
    record(petition=petition.pk, kind=kind, at=seen, note=summary, url=source_url)
    said = f"{dispatch.addressee} : {summary}"
    tell_followers(petition, what=str(kind.label), said=said, at=at)
    dispatch.refresh_from_db()
    return dispatch


def correct_sending(*, dispatch: Dispatch, sent_on: date, at: datetime) -> Dispatch:
    """Correct the day of a sending that has no answer; the timeline follows.

    Raises:
        WrongDay: as for `record_dispatch`.
        AlreadyAnswered: if an answer was published: both days are part of the record.
    """
    _ensure_between(timezone.localdate(dispatch.petition.opens_at), sent_on, at)
    with transaction.atomic():
        waiting = Dispatch.objects.filter(pk=dispatch.pk, answered_on=None)
        if not waiting.update(sent_on=sent_on):
            raise AlreadyAnswered
        sendings = Event.objects.filter(petition=dispatch.petition_id, kind=Event.Kind.SENT)
        sendings.filter(note=dispatch.addressee).update(at=_moment(sent_on, at=at))
    dispatch.refresh_from_db()
    return dispatch


def tell_followers(petition: Petition, *, what: str, said: str, at: datetime) -> None:
    """Put one piece of news into the next letters of who follows `petition`."""
    publish_news(
        subject=f"petition:{petition.pk}",
        # Plain in every letter: the title of a petition may be anybody's words.
        title=petition.title,
        body=f"{what}\n\n{said}",
        path=petition.get_absolute_url(),
        at=at,
    )


def ensure_plain(source_url: str) -> None:
    """Raise BadSource unless it is an https page of the site it shows, or empty."""
    if source_url and not leads_where_it_says(source_url):
        raise BadSource


def _ensure_between(first: date, day: date, at: datetime) -> None:
    if not first <= day <= timezone.localdate(at):
        raise WrongDay


def _moment(day: date, *, at: datetime) -> datetime:
    """Return where a timeline shows what is known to the day: at its noon in Paris, or now."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), at)
