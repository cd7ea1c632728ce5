"""Contributions: arguments for and against, questions, and replies to them."""

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from debates.models.debate import Debate
from moderation.models import Item


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Questions the site asks about contributions; every method can be chained."""

    def published(self) -> "ContributionQuerySet":
        """Keep what moderation lets the public read."""
        return self.filter(item__state=Item.State.PUBLISHED)

    def by(self, author_id: int) -> "ContributionQuerySet":
        """Keep what this person wrote, in whatever state."""
        return self.filter(item__author_id=author_id)

    def roots(self) -> "ContributionQuerySet":
        """Keep what starts a thread: everything but replies."""
        return self.filter(parent__isnull=True)

    def readable_roots(self) -> "ContributionQuerySet":
        """Keep published roots, and those gone whose published replies still need their place."""
        replies = Contribution.objects.published().filter(parent=OuterRef("pk"))
        return self.roots().filter(Q(item__state=Item.State.PUBLISHED) | Exists(replies))

    def with_text(self) -> "ContributionQuerySet":
        """Load the current revision, the item and its author in the same query."""
        return self.select_related("current", "item__author")


class Contribution(models.Model):
    """What somebody answers in a debate; `item` says whether the public may read it."""

    class Kind(models.TextChoices):
        FOR = "for", _("Argument pour")
        AGAINST = "against", _("Argument contre")
        QUESTION = "question", _("Question")
        REPLY = "reply", _("Réponse")

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    debate = models.ForeignKey(Debate, on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    # The text shown; null while it is being stored, and once its author took it back.
    current = models.OneToOneField(
        "debates.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Revisions before this one were refused, or replaced before anybody judged them: never shown.
    oldest_public = models.PositiveSmallIntegerField(default=1)
    # Made from the form and its author: a form sent twice is one contribution.
    token = models.UUIDField(unique=True)
    # The migration adds the foreign key (parent, debate, parent_is_root) → (id, debate, is_root):
    # a reply answers a root of its own debate, whatever code runs.
    is_root = models.GeneratedField(
        expression=ExpressionWrapper(Q(parent__isnull=True), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    parent_is_root = models.GeneratedField(
        expression=Case(When(parent__isnull=False, then=Value(True)), default=None),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["debate", "-id"], name="contribution_newest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["id", "debate", "is_root"], name="contribution_id_debate_is_root"
            ),
            models.CheckConstraint(
                condition=Q(kind="reply", parent__isnull=False)
                | (~Q(kind="reply") & Q(parent__isnull=True)),
                name="contribution_reply_has_a_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the permalink; `debate` must be loaded."""
        return reverse("debates:contribution", args=[self.debate.slug, self.pk])

    @property
    def author_name(self) -> str:
        """The public name of who wrote it; nothing of a deleted account remains."""
        return str(self.item.author or gettext("compte supprimé"))

    @property
    def is_published(self) -> bool:
        return self.item.state == Item.State.PUBLISHED

    @property
    def is_waiting(self) -> bool:
        return self.item.state == Item.State.WAITING

    @property
    def is_removed(self) -> bool:
        """Whether its author took it back."""
        return self.item.state == Item.State.REMOVED

    @property
    def text(self) -> str:
        """The text shown, empty once taken back; loaded `with_text`."""
        return self.current.body if self.current else ""

    @property
    def has_public_past(self) -> bool:
        """Whether readers may compare the text with an older one; loaded `with_text`."""
        return self.current is not None and self.current.number > self.oldest_public

    def keeps_its_place(self) -> bool:
        """Whether published replies stand under it, be it published itself or not; one query."""
        return self.replies.filter(item__state=Item.State.PUBLISHED).exists()
