"""How often one address was written about one petition: the limit that nobody gets past."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import Q

from core.mailboxes import LETTERS, LETTERS_PAUSE, LETTERS_PERIOD
from petitions.models.petition import Petition

# One compare-and-set: whoever asks and however many at once, one letter goes and the rest wait.
TAKE_LETTER = """
    INSERT INTO petitions_mailbox AS kept
        (id, petition_id, tag, letters, last_letter_at, wrong_codes)
    VALUES (%(mailbox)s, %(petition)s, %(tag)s, 1, %(at)s, 0)
    ON CONFLICT (petition_id, tag) DO UPDATE SET
        letters = CASE WHEN kept.last_letter_at <= %(period_ago)s THEN 1
            ELSE kept.letters + 1 END,
        wrong_codes = CASE WHEN kept.last_letter_at <= %(period_ago)s THEN 0
            ELSE kept.wrong_codes END,
        is_refused = false,
        last_letter_at = EXCLUDED.last_letter_at
    WHERE (NOT kept.is_refused OR kept.last_letter_at <= %(refusals_ago)s)
        AND kept.last_letter_at <= %(pause_ago)s
        AND (kept.letters < %(most)s OR kept.last_letter_at <= %(period_ago)s)
    RETURNING id
"""


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    """Questions about mailboxes, and the one write that must be a single statement."""

    def take_letter(self, mailbox: "Mailbox", *, at: datetime) -> bool:
        """Answer whether a letter may go to `mailbox` at `at`, and count it: 1 in 10 minutes."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE_LETTER, mailbox.letter_values(at))
            return bool(cursor.rowcount)

    def forgettable_at(self, moment: datetime) -> "MailboxQuerySet":
        """Keep those whose limit is over at `moment` and that no wish to sign still needs.

        A refusal is needed for REFUSED_LETTERS_DAYS after the letter that it answered.
        """
        refused = Q(is_refused=True, last_letter_at__gt=_last_letter_refused(moment))
        # No join: a delete looks again at a row that was written to meanwhile.
        idle = self.exclude(requests__isnull=False)
        over = idle.filter(last_letter_at__lte=moment - LETTERS_PERIOD)
        return over.exclude(refused)


class Mailbox(models.Model):
    """One address, as a keyed tag, and the letters it got about one petition.

    The code in those letters is the mailbox's own: it works in whichever window the person has
    open, and each letter repeats it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    tag = models.BinaryField()
    letters = models.PositiveSmallIntegerField()
    last_letter_at = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    # Its owner wants no letter about this petition, whoever asks, for REFUSED_LETTERS_DAYS
    # after the last one.
    is_refused = models.BooleanField(default=False, db_default=False)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "tag"], name="petitions_mailbox_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def refusal_ends_at(self) -> datetime:
        """Return when a letter may go again, if its owner refuses them now."""
        return self.last_letter_at + timedelta(days=settings.REFUSED_LETTERS_DAYS)

    def letter_values(self, at: datetime) -> dict[str, uuid.UUID | int | bytes | datetime]:
        """Return the parameters of TAKE_LETTER for a letter to this mailbox at `at`."""
        return {
            "mailbox": self.pk,
            "petition": self.petition_id,
            "tag": bytes(self.tag),
            "at": at,
            "pause_ago": at - LETTERS_PAUSE,
            "period_ago": at - LETTERS_PERIOD,
            "refusals_ago": _last_letter_refused(at),
            "most": LETTERS,
        }


def _last_letter_refused(moment: datetime) -> datetime:
    """Return when the oldest letter went whose refusal still holds at `moment`."""
    return moment - timedelta(days=settings.REFUSED_LETTERS_DAYS)
