"""Wishes to sign: what somebody typed, sealed, until it is confirmed or forgotten."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property

from core import keys
from core.mailboxes import ATTEMPTS
from core.models import OutboxLetter
from core.prepared import prepared_cursor
from petitions import proofs
from petitions.models.mailbox import Mailbox
from petitions.models.petition import Petition
from petitions.models.request_sql import ASK, CONFIRM, FIND, LOCK, MAILBOX, PETITION, WISH
from petitions.typed import Typed

# A reminder goes on the second day after the one of asking.
REMINDED_AFTER = timedelta(days=2)


class SignatureRequestQuerySet(models.QuerySet["SignatureRequest"]):
    """Questions about wishes to sign; every method can be chained."""

    def ask(self, wish: "SignatureRequest", letter: OutboxLetter, *, at: datetime) -> None:
        """Store `wish`, with `letter` if one may go at `at` to its mailbox.

        Where `letter` need not wait, one that was held back for the same mailbox goes at once.
        """
        values = {
            **wish.mailbox.letter_values(at),
            "wish": wish.pk,
            "sealed": bytes(wish.sealed or b""),
            "place": bytes(wish.place or b""),
            "asked_on": wish.asked_on,
            "version": wish.version,
            "letter": letter.pk,
            "key_day": letter.key_day,
            "letter_sealed": bytes(letter.sealed),
            "not_before": letter.not_before,
        }
        with prepared_cursor() as cursor:
            stored = None
            # A statement does not see a mailbox that another made while it ran; the next one does.
            while stored is None:
                cursor.execute(ASK, values)
                stored = cursor.fetchone()
        # The mailbox may have been there already, under the key it was made with.
        wish.mailbox.pk = stored[0]
        wish.mailbox = wish.mailbox

    def find(self, pk: uuid.UUID, *, lock: bool) -> "SignatureRequest":
        """Return one wish with its mailbox and petition: a third of what `get` costs.

        Args:
            lock: nobody else changes the wish, nor what its mailbox counts, until the caller's
                transaction ends.

        Raises:
            SignatureRequest.DoesNotExist: if there is none.
        """
        with prepared_cursor() as cursor:
            cursor.execute(FIND + LOCK if lock else FIND, [pk])
            row = cursor.fetchone()
        if row is None:
            raise SignatureRequest.DoesNotExist
        first, second = len(WISH), len(WISH) + len(MAILBOX)
        request = SignatureRequest.from_db(connection.alias, WISH, row[:first])
        request.mailbox = Mailbox.from_db(connection.alias, MAILBOX, row[first:second])
        request.mailbox.petition = Petition.from_db(connection.alias, PETITION, row[second:])
        return request

    def waiting_beside(
        self, wish: "SignatureRequest", *, at: datetime
    ) -> "SignatureRequestQuerySet":
        """Keep what may still be confirmed at `at` for the mailbox of `wish`, newest first."""
        waiting = self.filter(mailbox=wish.mailbox_id, confirmed_on=None)
        return waiting.filter(asked_on__gte=first_day_open(at)).order_by("-asked_on", "pk")

    def to_remind_at(self, moment: datetime) -> "SignatureRequestQuerySet":
        """Keep one wish for each mailbox that waits since REMINDED_AFTER at `moment`: its newest.

        A mailbox that confirmed one, was reminded of one or asked again since is left alone.
        """
        last_day = moment.date() - REMINDED_AFTER
        of_mailbox = SignatureRequest.objects.filter(mailbox=OuterRef("mailbox"))
        left_alone = of_mailbox.filter(
            Q(confirmed_on__isnull=False) | Q(is_reminded=True) | Q(asked_on__gt=last_day)
        )
        waiting = self.filter(
            ~Exists(left_alone),
            asked_on__range=(first_day_open(moment), last_day),
            link_attempts__lt=ATTEMPTS,
            mailbox__petition__in=Petition.objects.open_at(moment),
        )
        return waiting.order_by("mailbox", "-asked_on", "pk").distinct("mailbox")

    def expired_at(self, moment: datetime) -> "SignatureRequestQuerySet":
        """Keep those that nobody may confirm any more at `moment`, confirmed ones included."""
        return self.filter(asked_on__lt=first_day_open(moment))


class SignatureRequest(models.Model):
    """Somebody's wish to sign: a stranger's typing is never support.

    What was typed is sealed with its day's key, and erased on confirmation. The empty row stays
    until it would have expired, so that confirming again answers the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The table itself refuses to lose a mailbox that is still needed; nothing is loaded to ask.
    mailbox = models.ForeignKey(Mailbox, on_delete=models.DO_NOTHING, related_name="requests")
    sealed = models.BinaryField(null=True)
    # The tag of the postcode that was typed, b"" where there was none: behind a letter's link it
    # finds what its owner means among what anybody typed. None in rows from before it was kept.
    place = models.BinaryField(null=True)
    asked_on = models.DateField(db_index=True)
    # Wrong codes in the browser that asked; wrong proofs behind the link of the letter. Apart: who
    # asks for somebody's address must not close the way that only its owner has.
    attempts = models.PositiveSmallIntegerField(default=0)
    link_attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    # One reminder, on day 2, to who has not confirmed.
    is_reminded = models.BooleanField(db_default=False)
    confirmed_on = models.DateField(null=True)
    # Which text was read, and, once confirmed, the C that stands for it in the public log.
    version = models.PositiveSmallIntegerField()
    commitment = models.BinaryField(null=True)
    # The hash of what the browser hid it with: the same POST gets the same receipt, no other does.
    choice = models.BinaryField(null=True)

    objects = SignatureRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed__isnull=True, confirmed_on__isnull=False)
                | Q(sealed__isnull=False, confirmed_on__isnull=True),
                name="petitions_request_sealed_until_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=ATTEMPTS), name="petitions_request_few_attempts"
            ),
            models.CheckConstraint(
                condition=Q(link_attempts__lte=ATTEMPTS), name="petitions_request_few_link_attempts"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_on is not None

    @property
    def last_day(self) -> date:
        return self.asked_on + timedelta(days=settings.SIGNATURE_REQUEST_DAYS)

    @property
    def reference(self) -> str:
        """Return the browser's secret, which the address of the waiting page bears."""
        return proofs.token_for(proofs.BROWSER, self.pk, key=self._key)

    @property
    def link_token(self) -> str:
        """Return the secret of the letter's link."""
        return proofs.token_for(proofs.LINK, self.pk, key=self._key)

    @property
    def receipt_token(self) -> str:
        """Return the secret of the receipt's page, told to who confirmed."""
        return proofs.token_for(proofs.RECEIPT, self.pk, key=self._key)

    @property
    def code(self) -> str:
        """Return the six digits that every letter to its mailbox repeats."""
        return proofs.code_for(bytes(self.mailbox.tag), key=self._key)

    @property
    def petition(self) -> Petition:
        return self.mailbox.petition

    @property
    def attempts_left(self) -> int:
        return ATTEMPTS - self.attempts

    @property
    def link_attempts_left(self) -> int:
        return ATTEMPTS - self.link_attempts

    def is_expired_at(self, moment: datetime) -> bool:
        """Answer for one loaded row what `expired_at` answers in SQL."""
        return self.asked_on < first_day_open(moment)

    def confirm(
        self, *, on: date, commitment: bytes | None = None, choice: bytes | None = None
    ) -> None:
        """Forget what was typed, and keep what answers a second confirmation; in one statement.

        Args:
            commitment: C of the signature that came of it, None if its signer had signed before.
            choice: the hash of what hid it.
        """
        self.sealed = self.place = None
        self.confirmed_on, self.commitment, self.choice = on, commitment, choice
        with prepared_cursor() as cursor:
            cursor.execute(CONFIRM, [on, commitment, choice, self.pk])

    def seal(self, typed: Typed) -> None:
        """Keep what was typed; only this row can be asked for it, only as long as its key lives."""
        self.sealed = keys.seal(
            typed.to_bytes(), key=keys.day_key(self.asked_on), bound_to=self._bound_to()
        )

    def typed(self) -> Typed:
        """Return what was typed; raise Unreadable once it or its key is gone."""
        key = keys.day_key(self.asked_on)
        return Typed.from_bytes(keys.unseal(self.sealed or b"", key=key, bound_to=self._bound_to()))

    @cached_property
    def _key(self) -> bytes:
        return keys.petition_key(self.mailbox.petition_id)

    def _bound_to(self) -> bytes:
        return b"petitions.SignatureRequest:" + self.pk.bytes


def first_day_open(moment: datetime) -> date:
    """Return the oldest day of asking that may still be confirmed at `moment`."""
    return moment.date() - timedelta(days=settings.SIGNATURE_REQUEST_DAYS)
