"""How often one address may be written the code it asked for, and how often that is guessed."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models

from core import keys, proofs

LETTERS = 5
LETTERS_PERIOD = timedelta(days=7)
LETTERS_PAUSE = timedelta(minutes=10)
# Codes that all browsers together may get wrong: 25 guesses at a million codes, in 7 days.
WRONG_CODES = 25
# Codes that one browser may get wrong.
ATTEMPTS = 5


def first_moment(held_until: str, *, at: datetime) -> datetime:
    """Return when a letter asked for again at `at` may go: the moment, in ISO 8601, of its hold.

    Args:
        held_until: empty if nothing held the first letter back.
    """
    return max(at, datetime.fromisoformat(held_until)) if held_until else at


class CodeMailbox(models.Model):
    """One address, as a keyed tag, and the letters it got about one thing: each carries a code.

    It is there whether or not the address ever did anything here.
    """

    # Between the letters that go once LETTERS went, until a week without any.
    pause_at_last = LETTERS_PERIOD

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tag = models.BinaryField(unique=True)
    letters = models.PositiveSmallIntegerField(default=0)
    last_letter_at = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def locked(cls, tag: bytes, *, at: datetime) -> Self:
        """Return the row of `tag`, made where there was none, and locked: one letter at a time.

        The same two statements whether or not it was there; one that is purged meanwhile is made
        again.
        """
        new = cls(tag=tag, last_letter_at=at - LETTERS_PERIOD)
        cls._default_manager.bulk_create(
            [new], update_conflicts=True, unique_fields=["tag"], update_fields=["tag"]
        )
        return cls._default_manager.get(tag=tag)

    def take_letter(self, *, at: datetime) -> bool:
        """Answer whether a letter may go at `at`, and count it; the caller locked the row."""
        pause = LETTERS_PAUSE if self.letters < LETTERS else self.pause_at_last
        if self.last_letter_at <= at - LETTERS_PERIOD:
            self.letters = self.wrong_codes = 0
        elif self.last_letter_at > at - pause:
            return False
        self.letters += 1
        self.last_letter_at = at
        return True

    def code_for(self, address: str) -> str:
        """Return the six digits that the last letter carried, if it went to `address`.

        Aliases of one mailbox share its limit, never its code: a rule of uniqueness that errs
        about some provider must not let one person act for another.

        Raises:
            Unreadable: once the key of that letter's day is destroyed.
        """
        key = keys.day_key(self.last_letter_at.date())
        return proofs.code_for(bytes(self.tag) + address.encode(), key=key)
