"""Alarms: many signatures in 24 hours from one network or one little-known provider.

A trace bears a day and no hour (`ledger.md` §4): any 24 hours lie in two days, which are counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Max, QuerySet

from accounts.models import Role, User
from core import keys, outbox
from core.errors import Unreadable
from ledger.services import live_among
from petitions import emails, tags
from petitions.errors import NotCounted, WrongStatus
from petitions.figures import count_of
from petitions.models import Alarm, Annulment, AnnulmentTarget, Signature, Trace
from petitions.providers import WELL_KNOWN
from petitions.services.annulling import propose_annulment

# One public decision lists so many; the rest takes another.
MOST = 5000
TENS = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """What annulling the signatures behind an alarm would do.

    Attributes:
        indexes: where those stand in the public log that count and that no annulment names yet;
            MOST at most, the first that signed.
        waiting: how many of as many wait to be counted: nothing can name them before.
        days, levels: (day or level, number), of all that bear the alarm's tag these seven days.
        percent: their part of the petition's count, 0 to 100.
        disposable: how many came from throw-away addresses, by tens downwards.
    """

    indexes: list[int]
    waiting: int
    days: list[tuple[date, int]]
    levels: list[tuple[str, int]]
    percent: float
    disposable: int


@transaction.atomic
def raise_alarms(*, at: datetime) -> int:
    """Note what is unusual in yesterday and today together, and write once to the administrators.

    What was noted yesterday is followed today, not noted twice. What was settled opens again once
    its signatures have doubled since. Run twice, it does nothing the second time. Returns how many
    alarms are new or open again.
    """
    new = 0
    for found in _unusual(at.date()):
        signatures = found.signatures
        alarm, is_new = _noted(found, at=at)
        Alarm.objects.filter(pk=alarm.pk, signatures__lt=signatures).update(signatures=signatures)
        new += is_new or _reopen(alarm)
    if new:
        for address in _administrators():
            outbox.enqueue(emails.alarms(number=new, to=address), at=at)
    return new


def preview(alarm: Alarm) -> Preview:
    """Return what an annulment would touch; nothing for an alarm about a count.

    Only as many signatures as one annulment may name are read; the rest is counted where it is.
    """
    traces = _traces_of(alarm)
    first = _unnamed(alarm, traces).order_by("day", "pk").values_list("commitment", flat=True)
    commitments = [bytes(c) for c in first[:MOST]]
    live = live_among(alarm.petition_id, commitments)
    waiting = len(commitments) - len(live)
    total = count_of(alarm.petition).online
    signed = Signature.objects.filter(commitment__in=traces.values("commitment"))
    levels = signed.values_list("level").annotate(Count("tag")).order_by("level")
    disposable = traces.filter(is_disposable=True).count()
    return Preview(
        indexes=sorted(live),
        waiting=waiting,
        days=list(traces.values_list("day").annotate(Count("pk")).order_by("day")),
        levels=[(str(Signature.Level(level).label), number) for level, number in levels],
        percent=100 * (traces.count() - waiting) / total if total else 0,
        disposable=disposable - disposable % TENS,
    )


@transaction.atomic
def propose_against(alarm: Alarm, *, statement: str, by: User, at: datetime) -> Annulment:
    """Propose to annul, for fraud, what is behind `alarm`: 5,000 signatures at most; settle it.

    Another person approves, 72 hours pass, as for any annulment.

    Args:
        statement: as for `propose_annulment`.

    Raises:
        WrongStatus: if somebody settled the alarm meanwhile.
        NotCounted: if nothing is left to annul.
        AdministratorTooNew, KeyIsDestroyed: as for `propose_annulment`.
    """
    settle_alarm(alarm)
    indexes = preview(alarm).indexes
    if not indexes:
        raise NotCounted([])
    return propose_annulment(
        petition=alarm.petition,
        reason=Annulment.Reason.FRAUD,
        statement=statement,
        indexes=indexes,
        by=by,
        at=at,
    )


def settle_alarm(alarm: Alarm) -> None:
    """Note that somebody looked; raise WrongStatus if somebody had before."""
    unsettled = Alarm.objects.filter(pk=alarm.pk, is_settled=False)
    if not unsettled.update(is_settled=True, settled_signatures=F("signatures")):
        raise WrongStatus


def _reopen(alarm: Alarm) -> int:
    """Open again what somebody settled when it was half as large; return 1 if it was."""
    settled = Alarm.objects.filter(pk=alarm.pk, is_settled=True)
    return settled.filter(signatures__gte=2 * F("settled_signatures")).update(is_settled=False)


def _noted(found: Alarm, *, at: datetime) -> tuple[Alarm, bool]:
    """Return the alarm of these two days that is about the same, noted now if there was none."""
    same = {"petition_id": found.petition_id, "subject": found.subject, "tag": found.tag}
    days = _two_days(at.date())
    noted = Alarm.objects.filter(**same, day__in=days).order_by("-day").first()
    if noted:
        return noted, False
    new = {"signatures": found.signatures, "first_seen_at": at}
    return Alarm.objects.get_or_create(**same, day=found.day, defaults=new)


def _two_days(today: date) -> list[date]:
    return [today - timedelta(days=1), today]


def _unusual(today: date) -> Iterator[Alarm]:
    """Find the tags with too many signatures in two days; alarms that are not stored."""
    for subject, most in settings.ALARM_SIGNATURES.items():
        counted = (
            Trace.objects.filter(day__in=_two_days(today))
            .values_list("petition", subject)
            .annotate(last_day=Max("day"), signatures=Count("pk"))
            .filter(signatures__gte=most)
            .order_by("petition")
        )
        for petition, tag, last_day, signatures in counted:
            alarm = Alarm(
                petition_id=petition,
                subject=subject,
                tag=bytes(tag),
                day=last_day,
                signatures=signatures,
            )
            if subject != Alarm.Subject.PROVIDER or not _is_well_known(alarm):
                yield alarm


def _is_well_known(alarm: Alarm) -> bool:
    """Tell whether the tag is that of a provider where many people have their mailbox."""
    petition = alarm.petition_id
    try:
        key = keys.petition_key(petition)
    except Unreadable:
        return True
    return any(
        bytes(alarm.tag) == tags.provider_tag(key, petition=petition, domain=domain)
        for domain in WELL_KNOWN
    )


def _traces_of(alarm: Alarm) -> QuerySet[Trace]:
    traces = Trace.objects.filter(petition=alarm.petition_id)
    match alarm.subject:
        case Alarm.Subject.PROVIDER:
            return traces.filter(provider=alarm.tag)
        case Alarm.Subject.NETWORK:
            return traces.filter(network=alarm.tag)
    return traces.none()


def _unnamed(alarm: Alarm, traces: QuerySet[Trace]) -> QuerySet[Trace]:
    """Keep the traces of signatures that no annulment takes out already."""
    standing = Annulment.objects.filter(petition=alarm.petition_id)
    named = AnnulmentTarget.objects.filter(
        annulment__in=standing.exclude(state=Annulment.State.UNDONE)
    )
    return traces.exclude(commitment__in=named.values("commitment"))


def _administrators() -> list[str]:
    """Return where the administrators read their mail."""
    people = User.objects.filter(roles__role=Role.Name.ADMINISTRATOR, is_active=True)
    return sorted(people.values_list("email", flat=True).distinct())
