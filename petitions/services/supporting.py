"""Supporters of a proposal: five bring it to its review, or the clock ends it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core import outbox
from core.letters import Letter
from petitions import letters, states
from petitions.canonical import canonical_address
from petitions.errors import EnoughSupporters, MailboxSupports, OwnProposal, WrongStatus
from petitions.models import Event, Petition, Review, Supporter
from petitions.models.petition import PetitionQuerySet
from petitions.models.review import SUPPORTERS_AT_MOST, SUPPORTERS_NEEDED
from petitions.services.proposing import withdraw_proposal
from petitions.services.stepping import take_step
from petitions.services.timeline import record

COLLECTING_FOR = timedelta(days=60)
WARNED_BEFORE = timedelta(days=7)


@transaction.atomic
def support(*, petition: Petition, user: User, at: datetime) -> None:
    """Count `user` among the supporters; the fifth asks for the review. Twice is once.

    Raises:
        OwnProposal: if `user` wrote it, from this address of a mailbox or another.
        MailboxSupports: if somebody with another address of the same mailbox supports it.
        EnoughSupporters: if twenty others support it.
        WrongStatus: if it looks for no supporters, or no more.
    """
    stored = _locked(petition)
    if stored is None or stored.status not in states.SUPPORTABLE:
        raise WrongStatus
    mailbox = canonical_address(user.email)
    if stored.author is not None and canonical_address(stored.author.email) == mailbox:
        raise OwnProposal
    counted = list(stored.supporters.counted().select_related("user"))
    if user in [supporter.user for supporter in counted]:
        return
    # Nobody is counted meanwhile, as the proposal is held: what is compared stays true.
    if mailbox in {canonical_address(supporter.user.email) for supporter in counted}:
        raise MailboxSupports
    free = set(range(1, SUPPORTERS_AT_MOST + 1)) - {supporter.number for supporter in counted}
    if not free:
        raise EnoughSupporters
    stored.supporters.update_or_create(user=user, defaults={"number": min(free)})
    if stored.status == states.COLLECTING and len(counted) + 1 >= SUPPORTERS_NEEDED:
        _ask_for_review(stored, at=at)


@transaction.atomic
def take_support_back(*, petition: Petition, user: User) -> None:
    """Count `user` no more, and forget them; a moderator stays kept from deciding on it.

    Twice changes nothing.

    Raises:
        WrongStatus: if it is decided, or withdrawn: no supporter is kept then.
    """
    stored = _locked(petition)
    if stored is None or stored.status not in states.SUPPORTABLE:
        raise WrongStatus
    _forget(stored.supporters.filter(user=user), but_moderators=True)


def forget_supporters(*, petition: int, may_come_back: bool = False) -> None:
    """Forget who supported what is decided, or withdrawn.

    Args:
        may_come_back: it may be read once more: moderators who supported it stay kept from that.
    """
    _forget(Supporter.objects.filter(petition=petition), but_moderators=may_come_back)


def _forget(supporters: QuerySet[Supporter], *, but_moderators: bool) -> None:
    if but_moderators:
        moderators = Role.objects.filter(role=Role.Name.MODERATOR).values("user")
        supporters.filter(user__in=moderators).update(number=None)
        supporters = supporters.exclude(user__in=moderators)
    supporters.delete()


def collecting_ends_at(petition: Petition) -> datetime | None:
    """Return when the clock ends its search for supporters; None if that never began."""
    began = petition.events.filter(kind=Event.Kind.COLLECTING).values_list("at", flat=True).first()
    return began + COLLECTING_FOR if began else None


def warn_collectors(*, at: datetime) -> int:
    """Tell authors whose time to find supporters ends within seven days; return how many."""
    late = _collecting_since(at - COLLECTING_FOR + WARNED_BEFORE).filter(is_warned=False)
    return sum(_warn(petition, at=at) for petition in late)


def end_collections(*, at: datetime) -> int:
    """Withdraw proposals that found too few supporters in sixty days; return how many."""
    note = _("Cinq soutiens n’ont pas été réunis en 60 jours.")
    return sum(
        _end(petition, at=at, note=note) for petition in _collecting_since(at - COLLECTING_FOR)
    )


def _ask_for_review(petition: Petition, *, at: datetime) -> None:
    take_step(petition=petition.pk, to=states.REVIEW)
    Review.objects.create(petition=petition, opened_at=at)
    record(petition=petition.pk, kind=Event.Kind.SUPPORTED, at=at)
    write_to_author(petition, letters.supported, at=at)


@transaction.atomic
def _warn(petition: Petition, *, at: datetime) -> bool:
    waiting = Petition.objects.filter(pk=petition.pk, status=states.COLLECTING, is_warned=False)
    if not waiting.update(is_warned=True):
        return False
    write_to_author(petition, letters.running_out, at=at)
    return True


@transaction.atomic
def _end(petition: Petition, *, at: datetime, note: str) -> bool:
    stored = _locked(petition)
    if stored is None or stored.status != states.COLLECTING:
        return False  # the fifth came just in time
    withdraw_proposal(petition=stored, at=at, kind=Event.Kind.RAN_OUT, note=note)
    write_to_author(stored, letters.ran_out, at=at)
    return True


def _collecting_since(moment: datetime) -> PetitionQuerySet:
    """Return proposals that have looked for supporters since `moment` or before."""
    began = Event.objects.filter(kind=Event.Kind.COLLECTING, at__lte=moment)
    collecting = Petition.objects.filter(status=states.COLLECTING)
    return collecting.filter(pk__in=began.values("petition")).select_related("author")


def _locked(petition: Petition) -> Petition | None:
    """Return its row, held until the transaction ends: supporters come one after the other."""
    return Petition.objects.select_for_update(no_key=True).filter(pk=petition.pk).first()


def write_to_author(
    petition: Petition, letter: Callable[..., Letter], *, at: datetime, **said: object
) -> None:
    """Queue `letter` to who proposed `petition`, unless the account is gone."""
    if petition.author is not None:
        outbox.enqueue(letter(petition, to=petition.author.email, **said), at=at)
