"""Who wants news, and the news."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from core import keys, proofs
from core.mailboxes import ATTEMPTS, LETTERS_PERIOD, CodeMailbox
from follows.topics import Wish

SUBJECT_LENGTH = 80
_REFERENCE = b"sed1/follow"


class Follow(models.Model):
    """One address that wants news of one subject.

    The address is sealed; the tag, keyed, finds it again without opening it. Two subjects of one
    person look unrelated, and the day alone is kept. The random key is the way out of its letters.
    """

    class Frequency(models.TextChoices):
        DAILY = "daily", "chaque jour"
        WEEKLY = "weekly", "chaque semaine"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    tag = models.BinaryField()
    sealed_address = models.BinaryField()
    frequency = models.CharField(max_length=6, choices=Frequency, default=Frequency.WEEKLY)
    since = models.DateField()
    next_digest_on = models.DateField()
    told_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "tag"], name="follows_follow_once"),
        ]
        indexes = [models.Index(fields=["next_digest_on"], name="follows_follow_next_digest")]

    def __str__(self) -> str:
        return str(self.pk)

    def bound_to(self) -> bytes:
        """Return what names this row, so that its sealed address can be read nowhere else."""
        return b"follows.Follow:" + self.pk.bytes


class WaitingFollow(models.Model):
    """A follow that begins at the next night, among others, in an order drawn by chance.

    Signing may ask for news; were the follow written at once, the order of two tables would tell
    whose signature is whose.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)

    def bound_to(self) -> bytes:
        """Return what names this row, so that what it holds can be read nowhere else."""
        return b"follows.WaitingFollow:" + self.pk.bytes


class FollowMailboxQuerySet(models.QuerySet["FollowMailbox"]):
    """Questions about the letters that ask an address whether it wants news."""

    def forgettable_at(self, moment: datetime) -> "FollowMailboxQuerySet":
        """Keep those whose limit is over at `moment` and that no wish to follow still needs."""
        # No join: a delete looks again at a row that was written to meanwhile.
        idle = self.exclude(requests__isnull=False)
        return idle.filter(last_letter_at__lte=moment - LETTERS_PERIOD)


class FollowMailbox(CodeMailbox):
    """One address, and the letters that asked it whether it wants news, of whatever subject."""

    objects = FollowMailboxQuerySet.as_manager()


class FollowRequestQuerySet(models.QuerySet["FollowRequest"]):
    """Questions about wishes to follow."""

    def open_at(self, moment: datetime) -> "FollowRequestQuerySet":
        """Keep those that are not expired at `moment`, confirmed ones included."""
        return self.filter(asked_on__gte=_first_day_open(moment))

    def expired_at(self, moment: datetime) -> "FollowRequestQuerySet":
        """Keep those that nobody may confirm any more at `moment`, confirmed ones included."""
        return self.filter(asked_on__lt=_first_day_open(moment))


class FollowRequest(models.Model):
    """Somebody's wish to follow, sealed with the key of its day, until the address confirms it.

    One is made for the browser that asks, another for the letter, whose link opens it: wrong codes
    that strangers type in their browsers do not close the one that the letter leads to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The table itself refuses to lose a mailbox that is still needed; nothing is loaded to ask.
    mailbox = models.ForeignKey(FollowMailbox, on_delete=models.DO_NOTHING, related_name="requests")
    sealed = models.BinaryField()
    asked_on = models.DateField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_of_letter = models.BooleanField(default=False)
    is_confirmed = models.BooleanField(default=False)

    objects = FollowRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attempts__lte=ATTEMPTS), name="follows_request_few_attempts"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def reference(self) -> str:
        """Return the secret in the address of its page: the browser's, or the letter's."""
        return proofs.token_for(_REFERENCE, self.pk, key=self._key)

    @property
    def attempts_left(self) -> int:
        return ATTEMPTS - self.attempts

    def is_named_by(self, reference: str) -> bool:
        """Answer whether `reference` is the one that was made for this row."""
        return proofs.opens(reference, _REFERENCE, self.pk, key=self._key)

    def is_expired_at(self, moment: datetime) -> bool:
        """Answer for one loaded row what `expired_at` answers in SQL."""
        return self.asked_on < _first_day_open(moment)

    def seal(self, wish: Wish) -> None:
        """Keep what was typed; only this row can be asked for it, only as long as its key lives."""
        self.sealed = keys.seal(wish.to_bytes(), key=self._key, bound_to=self._bound_to())

    def wish(self) -> Wish:
        """Return what was typed; raise Unreadable once its day's key is destroyed."""
        return Wish.from_bytes(keys.unseal(self.sealed, key=self._key, bound_to=self._bound_to()))

    @cached_property
    def _key(self) -> bytes:
        return keys.day_key(self.asked_on)

    def _bound_to(self) -> bytes:
        return b"follows.FollowRequest:" + self.pk.bytes


class NewsItem(models.Model):
    """One piece of news about a subject, sent in the next digest."""

    subject = models.CharField(max_length=SUBJECT_LENGTH)
    title = models.CharField(max_length=150)
    body = models.TextField()
    path = models.CharField(max_length=300)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["published_at", "pk"]
        indexes = [
            models.Index(fields=["subject", "published_at"], name="follows_news_by_subject"),
        ]

    def __str__(self) -> str:
        return self.title


def _first_day_open(moment: datetime) -> date:
    return moment.date() - timedelta(days=settings.SIGNATURE_REQUEST_DAYS)
