"""Who wants news, and the news."""

import uuid

from django.db import models

SUBJECT_LENGTH = 80


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
