"""How a proposal of anybody's becomes a petition: its supporters, its reviews, coded refusals."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from committees.models import SCOPE
from petitions.models.petition import Petition

SUPPORTERS_NEEDED = 5
SUPPORTERS_AT_MOST = 20
ROUNDS = 2
# How long a reviewer may read before another can take the review over.
CLAIM_LASTS = timedelta(minutes=15)
# Days after which a review is due, nearly overdue, overdue.
DUE, NEARLY_OVERDUE, OVERDUE = 7, 11, 14
_SCOPE_OF_COMMITTEE = Concat(
    Value(SCOPE), "petition__committee__slug", output_field=models.CharField()
)


class SupporterQuerySet(models.QuerySet["Supporter"]):
    """Questions about who supports a proposal."""

    def counted(self) -> "SupporterQuerySet":
        """Keep those who still support it."""
        return self.filter(number__isnull=False)


class Supporter(models.Model):
    """Somebody who wants a proposal to be reviewed; forgotten once it is decided.

    The number lets a constraint say that 20 at most count, however many ask at once. A moderator
    whose support was taken back, or read once already, has none: it only keeps them from deciding.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="supporters")
    number = models.PositiveSmallIntegerField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = SupporterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "user"], name="supporter_counts_once"),
            models.UniqueConstraint(fields=["petition", "number"], name="supporter_has_a_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=SUPPORTERS_AT_MOST),
                name="supporter_among_those_that_count",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id}: {self.number}"


class RefusalReason(models.Model):
    """Why a proposal may be refused, in words that editors maintain."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    title = models.CharField(_("motif"), max_length=120)
    text = models.TextField(_("explication publique"), max_length=1000)
    hides = models.BooleanField(
        _("le texte refusé n’est pas montré"),
        default=False,
        help_text=_("Par exemple s’il met une personne en cause."),
    )
    is_offered = models.BooleanField(_("proposé aux relecteurs"), default=True)

    class Meta:
        verbose_name = _("motif de refus")
        verbose_name_plural = _("motifs de refus")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ReviewQuerySet(models.QuerySet["Review"]):
    """Questions that the reviewers' desk asks."""

    def undecided(self) -> "ReviewQuerySet":
        return self.filter(outcome="")

    def free_at(self, moment: datetime, *, for_user: int) -> "ReviewQuerySet":
        """Keep reviews that `for_user` may take at `moment`: not held by another reviewer."""
        held = Q(claimed_at__gt=moment - CLAIM_LASTS) & ~Q(claimed_by=for_user)
        return self.undecided().exclude(held & Q(claimed_by__isnull=False))

    def concerning(self, user: int) -> "ReviewQuerySet":
        """Keep those that `user` must not decide: of what they wrote, or supported once.

        What a committee proposes, or somebody who organises one, concerns all who organise it.
        """
        organised = Role.objects.filter(role=Role.Name.ORGANISER).exclude(scope="")
        scopes = organised.filter(user=user).values("scope")
        supported = Supporter.objects.filter(user=user)
        return self.alias(scope=_SCOPE_OF_COMMITTEE).filter(
            Q(petition__author=user)
            | Q(petition__in=supported.values("petition"))
            | Q(scope__in=scopes)
            | Q(petition__author__in=organised.filter(scope__in=scopes).values("user"))
        )


class Review(models.Model):
    """One reading of a proposal by a reviewer; `version` counts changes, as a screen saw them."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée")

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="reviews")
    # A refused proposal may come back once.
    number = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")
    reason = models.ForeignKey(
        RefusalReason, null=True, on_delete=models.PROTECT, related_name="reviews"
    )
    explanation = models.TextField(max_length=1000, blank=True, default="")
    # What was refused, as it was read: its author may correct the proposal afterwards.
    wording = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # The hash that names its DECISION in the public log.
    decision = models.BinaryField(null=True, unique=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("examen")
        verbose_name_plural = _("examens")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "number"], name="review_has_a_number"),
            models.UniqueConstraint(
                fields=["petition"], condition=Q(outcome=""), name="review_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=ROUNDS), name="review_comes_back_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True)
                | Q(
                    outcome__in=["accepted", "refused"],
                    decided_at__isnull=False,
                    decision__isnull=False,
                ),
                name="review_outcome_is_a_logged_decision",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | (Q(reason__isnull=False) & ~Q(explanation="")),
                name="review_refusal_is_reasoned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition} ({self.number})"

    def get_absolute_url(self) -> str:
        """Lead to the reviewers' desk, which a higher app keeps."""
        return f"/moderation/propositions/{self.pk}/"

    @property
    def decision_path(self) -> str:
        """Where the public log keeps the decision, a minute or so after it was taken."""
        return f"/registre/objet/{bytes(self.decision or b'').hex()}.json"

    @property
    def may_come_back(self) -> bool:
        """Tell whether the proposal may be corrected after this refusal."""
        return self.outcome == self.Outcome.REFUSED and self.number < ROUNDS

    def is_held_at(self, moment: datetime) -> bool:
        """Tell whether a reviewer is reading it at `moment`."""
        return (
            self.claimed_by_id is not None
            and self.claimed_at is not None
            and self.claimed_at > moment - CLAIM_LASTS
        )
