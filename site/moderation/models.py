"""The visibility of everything people publish, and the decisions that change it."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# How long a moderator may read a case before another can take it over.
CLAIM_LASTS = timedelta(minutes=15)
REASON_LENGTH = (10, 500)


def new_reference() -> str:
    """Return a decision's public reference, easy to read over the telephone: 7KQ29XWM."""
    return "".join(secrets.choice("23456789BCDFGHJKMNPQRTVWXYZ") for _n in range(8))


class ItemQuerySet(models.QuerySet["Item"]):
    """Questions about what people may see."""

    def published(self) -> "ItemQuerySet":
        """Keep what everybody may read."""
        return self.filter(state=Item.State.PUBLISHED)


class Item(models.Model):
    """The visibility of one text, which lives in the app of its kind with a one-to-one key."""

    class State(models.TextChoices):
        WAITING = "waiting", _("en attente de relecture")
        PUBLISHED = "published", _("publié")
        REFUSED = "refused", _("refusé")
        REMOVED = "removed", _("retiré par son auteur")

    kind = models.CharField(max_length=30)
    # Null once the account is deleted: the text stays as « compte supprimé ».
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="moderated_items",
    )
    scope = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # The decision that this state comes from; null when it was published or removed without any.
    decision = models.ForeignKey("Decision", null=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("texte modéré")
        verbose_name_plural = _("textes modérés")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "published", "refused", "removed"]),
                name="item_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(decision__isnull=False),
                name="item_refused_by_a_decision_only",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(decision__isnull=True),
                name="item_waiting_has_no_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="item_published_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="removed") | Q(removed_at__isnull=False),
                name="item_removed_has_a_date",
            ),
        ]
        indexes = [models.Index(fields=["author", "state"], name="item_author_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Article(models.Model):
    """One article of the charter: what is published here, and what is not."""

    number = models.PositiveSmallIntegerField(_("numéro"), unique=True)
    title = models.CharField(_("titre"), max_length=120)
    text = models.TextField(_("texte"))

    class Meta:
        verbose_name = _("article de la charte")
        verbose_name_plural = _("charte de modération")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('moderation:charter')}#article-{self.number}"


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions that the desk asks."""

    def undecided(self) -> "CaseQuerySet":
        return self.exclude(state=Case.State.DECIDED)

    def free_at(self, moment: datetime, *, for_user: int) -> "CaseQuerySet":
        """Keep cases that `for_user` may take at `moment`: not held by another moderator."""
        held = Q(state=Case.State.CLAIMED, claimed_at__gt=moment - CLAIM_LASTS) & ~Q(
            claimed_by=for_user
        )
        return self.undecided().exclude(held)


class Case(models.Model):
    """Something to decide; `version` counts changes, so that two screens never both win."""

    class State(models.TextChoices):
        OPEN = "open", _("à relire")
        CLAIMED = "claimed", _("en cours de relecture")
        DECIDED = "decided", _("décidé")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="cases")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="claimed_cases"
    )
    claimed_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier de modération")
        verbose_name_plural = _("dossiers de modération")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=~Q(state="decided"), name="case_one_open_per_item"
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_at"], name="case_state_opened")]

    def __str__(self) -> str:
        return f"{self.item} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:case", args=[self.pk])

    def is_held_at(self, moment: datetime) -> bool:
        """Tell whether a moderator is reading it at `moment`."""
        return (
            self.state == self.State.CLAIMED
            and self.claimed_at is not None
            and self.claimed_at > moment - CLAIM_LASTS
        )


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about what was decided."""

    def in_journal(self) -> "DecisionQuerySet":
        """Order as the public journal does, newest first, with what a row shows."""
        return self.select_related("article", "item", "previous", "followed_by").order_by("-pk")


class Decision(models.Model):
    """What was decided and why: public, and never changed, which a trigger of the table sees to.

    A later decision about the same item names the one it follows; nothing is undone by deletion.
    """

    class Outcome(models.TextChoices):
        PUBLISHED = "published", _("publié")
        REFUSED = "refused", _("refusé")

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    case = models.OneToOneField(Case, null=True, on_delete=models.SET_NULL, related_name="decision")
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="decisions")
    # Kept beside the item, which may be deleted: the journal goes on telling what it was.
    kind = models.CharField(max_length=30)
    outcome = models.CharField(max_length=10, choices=Outcome)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    reason = models.CharField(max_length=REASON_LENGTH[1], blank=True, default="")
    previous = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    # How long the person waited: from the opening of the case.
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    # What the public log holds of it; null for what was decided before there was a log.
    object_sha256 = models.BinaryField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("décision de modération")
        verbose_name_plural = _("décisions de modération")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["published", "refused"]), name="decision_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="published") | Q(article__isnull=False) & ~Q(reason=""),
                name="decision_refusal_is_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__gte=F("opened_at")), name="decision_after_its_opening"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("moderation:decision", args=[self.reference])
