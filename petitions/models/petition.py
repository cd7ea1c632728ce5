"""Petitions: one text, put to signature for a time."""

import re
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramSimilarity
from django.db import connection, models
from django.db.models import F, JSONField, Q, Value
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from core.errors import BadPosition
from core.paths import PATH_HERE, stays_here
from core.prepared import prepared_cursor
from petitions import states

# Pages of their own under « /petitions/ », and what stands under « participer ».
RESERVED_SLUGS = ("mes-signatures", "participer", "en-attente")
TITLE_LENGTH, SLUG_LENGTH = 150, 80
# The words of the title weigh most; accents do not count (`migrations/0005_proposing`).
_WORDS = "french_unaccent"
_SEARCHED = SearchVector("title", weight="A", config=_WORDS) + SearchVector(
    "text", weight="B", config=_WORDS
)
# What is asked may stand in their titles or in their texts.
_EVEN = [0.1, 0.2, 1.0, 1.0]
_WORD = re.compile(r"\w+")
# About a third of the words in common in the titles, or titles written alike.
_SIMILAR = 0.2
# What decides whether a signature is taken; the rest of the row is read only when it is shown.
_SIGNING_FIELDS = ("id", "slug", "version", "rules_version", "status", "opens_at", "closes_at")
_FOR_SIGNING = f"SELECT {', '.join(_SIGNING_FIELDS)} FROM petitions_petition WHERE slug = %s"  # noqa: S608  (constants of ours)


def _any_word_of(words: str) -> SearchQuery:
    return SearchQuery(words.replace(" ", " or "), config=_WORDS, search_type="websearch")


def known_to_editors() -> Q:
    """Return what editors may choose among: what was opened, and the drafts of editors."""
    return Q(status__in=states.OPENED) | Q(status=states.DRAFT, author=None)


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Questions the site asks about petitions; every method can be chained."""

    def published(self) -> "PetitionQuerySet":
        """Keep petitions that were opened: the public reads them for ever."""
        return self.filter(status__in=states.OPENED)

    def public(self) -> "PetitionQuerySet":
        """Keep what anybody may read: opened ones, and refused ones whose reason allows it."""
        refused = Q(status=Petition.Status.REFUSED) & ~Q(reviews__reason__hides=True)
        return self.filter(Q(status__in=states.OPENED) | refused)

    def listed(self) -> "PetitionQuerySet":
        """Keep what is public, and what was refused, then corrected or withdrawn."""
        refused = Petition.objects.filter(reviews__outcome="refused").values("pk")
        moved_on = Q(status__in=states.AFTER_REFUSAL, pk__in=refused)
        opened = Q(status__in=states.OPENED)
        return self.filter(
            opened | (Q(status=states.REFUSED) | moved_on) & ~Q(reviews__reason__hides=True)
        )

    def similar_to(self, title: str, text: str = "") -> "PetitionQuerySet":
        """Keep those that speak of what a proposal says, the closest first.

        Args:
            title, text: 80 and 300 characters or so, as they were typed, be it nothing.
        """
        title, text = " ".join(_WORD.findall(title)), " ".join(_WORD.findall(text))
        titled, asked = _any_word_of(title), _any_word_of(text)
        likeness = Greatest(
            SearchRank(_SEARCHED, titled),
            SearchRank(_SEARCHED, asked, weights=_EVEN),
            TrigramSimilarity("title", title),
        )
        found = self.annotate(searched=_SEARCHED).filter(
            Q(searched=titled) | Q(searched=asked) | Q(title__trigram_similar=title)
        )
        return (
            found.annotate(likeness=likeness)
            .filter(likeness__gte=_SIMILAR)
            .order_by("-likeness", "pk")
        )

    def after(self, position: int | None) -> "PetitionQuerySet":
        """Keep those that opened before the one with the key `position`, if any, newest first.

        Raises:
            BadPosition: if there is no such petition.
        """
        rows = self.order_by("-opens_at", "-pk")
        if position is None:
            return rows
        last = Petition.objects.filter(pk=position).first()
        if last is None:
            raise BadPosition
        opened = last.opens_at
        return rows.filter(Q(opens_at__lt=opened) | Q(opens_at=opened, pk__lt=last.pk))

    def by(self, user: int) -> "PetitionQuerySet":
        """Keep what the person with this key proposed."""
        return self.filter(author=user)

    def unfinished(self) -> "PetitionQuerySet":
        """Keep proposals that wait for their author, for supporters or for a decision."""
        return self.filter(status__in=states.UNFINISHED)

    def open_at(self, moment: datetime) -> "PetitionQuerySet":
        """Keep petitions that accept signatures at `moment` (aware datetime)."""
        return self.filter(status=Petition.Status.OPEN, opens_at__lte=moment, closes_at__gt=moment)

    def ended_at(self, moment: datetime) -> "PetitionQuerySet":
        """Keep open petitions whose end is past at `moment`: nobody closed them yet."""
        return self.filter(status=Petition.Status.OPEN, closes_at__lte=moment)

    def for_signing(self, slug: str) -> "Petition":
        """Return the petition at `slug` for one signature: a quarter of what `get` costs.

        Raises:
            Petition.DoesNotExist: if there is none.
        """
        with prepared_cursor() as cursor:
            cursor.execute(_FOR_SIGNING, [slug])
            row = cursor.fetchone()
        if row is None:
            raise Petition.DoesNotExist
        return Petition.from_db(connection.alias, _SIGNING_FIELDS, row)


class Petition(models.Model):
    """What is signed. From its opening on, the text is frozen and named by its hash."""

    class Status(models.TextChoices):
        DRAFT = states.DRAFT, _("brouillon")
        COLLECTING = states.COLLECTING, _("cherche des soutiens")
        REVIEW = states.REVIEW, _("en examen")
        OPEN = states.OPEN, _("ouverte")
        CLOSED = states.CLOSED, _("close")
        ANSWERED = states.ANSWERED, _("close, avec une réponse")
        ARCHIVED = states.ARCHIVED, _("archivée")
        REFUSED = states.REFUSED, _("refusée")
        WITHDRAWN = states.WITHDRAWN, _("retirée")

    title = models.CharField(_("titre"), max_length=TITLE_LENGTH)
    slug = models.SlugField(_("adresse"), max_length=SLUG_LENGTH, unique=True)
    text = models.TextField(_("texte à signer"), max_length=4000)
    details = models.TextField(
        _("précisions"), max_length=4000, blank=True, default="", db_default=""
    )
    sources = models.JSONField(
        _("sources"), default=list, db_default=Value([], JSONField()), blank=True
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    # T of this version: the hash of the object that the public log names (`ledger.md` §1).
    text_sha256 = models.CharField(_("empreinte du texte"), max_length=64, editable=False)
    addressees = models.JSONField(_("destinataires"), default=list)
    # Which rules of `petitions.canonical` say that two addresses are one; frozen at its opening.
    rules_version = models.PositiveSmallIntegerField(editable=False, db_default=1)
    # Who proposed it; null if an editor did, or once the account is deleted.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    committee = models.ForeignKey(
        Committee,
        verbose_name=_("comité"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="petitions",
    )
    # The proposal stands in a higher app: a path, never a key.
    proposal_path = models.CharField(
        _("chemin de la proposition"), max_length=255, blank=True, validators=[stays_here]
    )
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.DRAFT)
    # Its author was told that the time to find supporters is nearly over.
    is_warned = models.BooleanField(editable=False, db_default=False)
    opens_at = models.DateTimeField(_("ouverture"))
    closes_at = models.DateTimeField(_("clôture"))

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("pétition")
        ordering = ["-opens_at", "pk"]
        indexes = [
            GinIndex(_SEARCHED, name="petition_words"),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="petition_title_trigrams"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="petition_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(states.UNOPENED), text_sha256="")
                | (Q(status__in=sorted(states.OPENED)) & ~Q(text_sha256="")),
                name="petition_hash_from_opening_on",
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS), name="petition_slug_is_no_page"
            ),
            models.CheckConstraint(
                # Whoever opens the address of a petition is led there.
                condition=Q(proposal_path__regex=PATH_HERE),
                name="petition_path_stays_here",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("petitions:detail", args=[self.slug])

    @property
    def is_published(self) -> bool:
        """Answer for one loaded row what `published` answers in SQL."""
        return self.status in states.OPENED

    @property
    def was_opened(self) -> bool:
        """Answer whether it is part of the record: one that was never opened may go."""
        return self.is_published

    @property
    def is_followable(self) -> bool:
        """Answer whether news may still come: nothing more is expected once it is archived."""
        return self.is_published and self.status != states.ARCHIVED

    @property
    def is_known_to_editors(self) -> bool:
        """Answer for one loaded row what `known_to_editors` answers in SQL."""
        is_their_draft = self.status == self.Status.DRAFT and self.author_id is None
        return self.was_opened or is_their_draft

    @property
    def text_hash(self) -> bytes:
        """Return T of the current version, 32 bytes; the petition was opened."""
        return bytes.fromhex(self.text_sha256)

    def accepts_signatures_at(self, moment: datetime) -> bool:
        """Answer for one loaded row what `open_at` answers in SQL."""
        in_window = self.opens_at <= moment < self.closes_at
        return self.status == self.Status.OPEN and in_window

    def is_over_at(self, moment: datetime) -> bool:
        """Answer whether signatures are over, rather than still to come."""
        return self.status in states.ENDED or self.closes_at <= moment
