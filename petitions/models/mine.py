"""Wishes to see what one address signed, and how often that address was written about it."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from core import keys
from core.mailboxes import ATTEMPTS, LETTERS_PERIOD, CodeMailbox
from petitions import proofs

# Purged every hour, so that no row lives longer than a day.
LIST_OPENS_FOR = timedelta(hours=23)
_BROWSER = b"sed1/list"
_LINK = b"sed1/list-link"


class OwnMailboxQuerySet(models.QuerySet["OwnMailbox"]):
    """Questions about the letters that carry a code to « mes signatures »."""

    def forgettable_at(self, moment: datetime) -> "OwnMailboxQuerySet":
        """Keep those whose limit is over at `moment` and that no list still needs."""
        # No join: a delete looks again at a row that was written to meanwhile.
        idle = self.exclude(lists__isnull=False)
        return idle.filter(last_letter_at__lte=moment - LETTERS_PERIOD)


class OwnMailbox(CodeMailbox):
    """One address, and the letters it got about « mes signatures ».

    Anybody may ask, so anybody may use the letters up: beyond the first few, one goes each time
    that the link of the last one is over. The owner always has a letter that opens.
    """

    pause_at_last = LIST_OPENS_FOR

    objects = OwnMailboxQuerySet.as_manager()


class OwnListQuerySet(models.QuerySet["OwnList"]):
    """Questions about wishes to see one's signatures; every method can be chained."""

    def expired_at(self, moment: datetime) -> "OwnListQuerySet":
        """Keep those that nobody may open any more at `moment`."""
        return self.filter(asked_at__lte=moment - LIST_OPENS_FOR)


class OwnList(models.Model):
    """Somebody's wish to see what one address signed: opened by the code, for less than a day.

    The address is sealed with the key of the day. What it signed is never stored here: the list
    is read anew each time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The table itself refuses to lose a mailbox that is still needed; nothing is loaded to ask.
    mailbox = models.ForeignKey(OwnMailbox, on_delete=models.DO_NOTHING, related_name="lists")
    sealed = models.BinaryField()
    asked_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=False)

    objects = OwnListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attempts__lte=ATTEMPTS), name="petitions_own_list_few_attempts"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def reference(self) -> str:
        """Return the browser's secret, which the address of its page bears."""
        return proofs.token_for(_BROWSER, self.pk, key=self._key)

    @property
    def link_token(self) -> str:
        """Return the secret of the letter this row was made for; no browser that asks has it."""
        return proofs.token_for(_LINK, self.pk, key=self._key)

    @property
    def open_until(self) -> datetime:
        return self.asked_at + LIST_OPENS_FOR

    @property
    def attempts_left(self) -> int:
        return ATTEMPTS - self.attempts

    def is_named_by(self, reference: str) -> bool:
        """Answer whether `reference` is the one that was made for this row."""
        return proofs.opens(reference, _BROWSER, self.pk, key=self._key)

    def is_linked_by(self, token: str) -> bool:
        """Answer whether `token` is the one that a letter carries for this row."""
        return proofs.opens(token, _LINK, self.pk, key=self._key)

    def is_expired_at(self, moment: datetime) -> bool:
        """Answer for one loaded row what `expired_at` answers in SQL."""
        return self.open_until <= moment

    def seal(self, address: str, *, held_until: str = "") -> None:
        """Keep the simple address, sealed for this row alone.

        Args:
            held_until: the moment, in ISO 8601, before which no letter goes; sealed too.
        """
        content = f"{address} {held_until}".rstrip().encode()
        self.sealed = keys.seal(content, key=self._key, bound_to=self._bound_to())

    def address(self) -> str:
        """Return the simple address; raise Unreadable once its day's key is destroyed."""
        return self._unsealed().partition(" ")[0]

    def held_until(self) -> str:
        """Return what `seal` was told; raise Unreadable as `address` does."""
        return self._unsealed().partition(" ")[2]

    def _unsealed(self) -> str:
        return keys.unseal(self.sealed, key=self._key, bound_to=self._bound_to()).decode()

    @cached_property
    def _key(self) -> bytes:
        return keys.day_key(self.asked_at.date())

    def _bound_to(self) -> bytes:
        return b"petitions.OwnList:" + self.pk.bytes
