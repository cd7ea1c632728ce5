"""Annulments by operators: two people, a public reason, and 72 hours before anything happens."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import Petition

STATEMENT_LENGTH = (20, 1000)
# How many of its lines a page names; the public decision has them all.
LINES_NAMED = 10


class AnnulmentQuerySet(models.QuerySet["Annulment"]):
    """Questions about annulments; every method can be chained."""

    def to_approve_by(self, person: int) -> "AnnulmentQuerySet":
        """Answer in SQL what `may_be_approved_by` answers for one loaded row."""
        return self.filter(state=Annulment.State.PROPOSED).exclude(proposed_by=person)

    def approved(self) -> "AnnulmentQuerySet":
        """Keep those that the public log announces, and that can still be undone."""
        return self.filter(state=Annulment.State.APPROVED)

    def due_at(self, moment: datetime) -> "AnnulmentQuerySet":
        """Keep those whose announcement stood long enough at `moment`."""
        return self.approved().filter(announced_at__lte=moment - waiting_time())

    def pending(self) -> "AnnulmentQuerySet":
        """Keep those that may still remove a signature: approved, or not yet carried out whole."""
        state = Annulment.State
        return self.filter(
            Q(state=state.APPROVED) | Q(state=state.DONE, targets__isnull=False)
        ).distinct()


class Annulment(models.Model):
    """Signatures that two administrators take out of the count, in public (`ledger.md` §1)."""

    class Reason(models.IntegerChoices):
        FRAUD = 2, _("fraude")
        COURT_ORDER = 3, _("décision de justice")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposée")
        APPROVED = "approved", _("approuvée")
        UNDONE = "undone", _("abandonnée")
        DONE = "done", _("faite")

    petition = models.ForeignKey(
        Petition, verbose_name=_("pétition"), on_delete=models.PROTECT, related_name="annulments"
    )
    reason = models.PositiveSmallIntegerField(_("motif"), choices=Reason)
    statement = models.TextField(_("explication publique"), max_length=STATEMENT_LENGTH[1])
    # How many signatures it was approved for; some may have been withdrawn meanwhile.
    size = models.PositiveIntegerField(_("signatures"))
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PROPOSED)
    # Null once the account is deleted.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposée le"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(_("approuvée le"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(_("abandonnée le"), null=True)
    # The hash of its DECISION's object; then where that is sealed, and when we saw that it was.
    decision = models.BinaryField(null=True, unique=True)
    decision_index = models.PositiveBigIntegerField(null=True)
    announced_at = models.DateTimeField(_("annoncée le"), null=True)

    objects = AnnulmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("annulation")
        verbose_name_plural = _("annulations")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[2, 3]), name="annulment_reason_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "approved", "undone", "done"]),
                name="annulment_state_is_known",
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("statement"), STATEMENT_LENGTH[0]),
                name="annulment_is_explained",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("proposed_by")), name="annulment_takes_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "done"])
                | Q(decision__isnull=False, approved_at__isnull=False),
                name="annulment_approved_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(decision_index__isnull=False, announced_at__isnull=False),
                name="annulment_done_after_its_announcement",
            ),
        ]
        indexes = [models.Index(fields=["petition", "state"], name="annulment_petition_state")]

    def __str__(self) -> str:
        return f"{self.pk} – {self.petition}"

    def get_absolute_url(self) -> str:
        """Return the address of its decision in the public log, once it was approved."""
        return reverse("ledger:object", args=[bytes(self.decision or b"").hex()])

    @property
    def due_at(self) -> datetime | None:
        """Return when it is carried out; None before its decision is in the public log."""
        return self.announced_at and self.announced_at + waiting_time()

    @property
    def lines_beyond(self) -> int:
        """Return how many lines a page leaves out; they are in the public decision."""
        return max(self.size - LINES_NAMED, 0)

    def may_be_approved_by(self, person: int) -> bool:
        """Answer for one loaded row what the service decides: it takes two people."""
        return self.state == self.State.PROPOSED and self.proposed_by_id != person

    def may_be_undone_by(self, person: int) -> bool:
        """Answer for one loaded row: anybody turns a proposal down, one of the two undoes it."""
        answers_for_it = person in {self.proposed_by_id, self.approved_by_id}
        is_proposed = self.state == self.State.PROPOSED
        return is_proposed or (self.state == self.State.APPROVED and answers_for_it)


class AnnulmentTarget(models.Model):
    """One signature that an annulment is to remove; the row goes once that is queued.

    Where it was given up, the rows stay: whoever looks at the desk sees what it was about.
    """

    annulment = models.ForeignKey(Annulment, on_delete=models.CASCADE, related_name="targets")
    index = models.PositiveBigIntegerField()
    commitment = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["annulment", "index"], name="annulment_target_is_named_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.index)


def waiting_time() -> timedelta:
    """Return how long an annulment stays announced before it is carried out."""
    return timedelta(hours=settings.ANNULMENT_HOURS)
