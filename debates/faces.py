"""What moderators are shown of contributions."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.text import render_contribution
from debates.models import Contribution
from moderation.models import Item
from moderation.registry import ItemFace


def describe(items: Sequence[Item]) -> Mapping[int, ItemFace]:
    """Return the face of each contribution by primary key of its item; two queries."""
    written = Contribution.objects.filter(item__in=items).select_related("debate").with_text()
    contributions = list(written)
    parents = {contribution.parent_id for contribution in contributions} - {None}
    answered = Contribution.objects.with_text().in_bulk(parents) if parents else {}
    return {
        contribution.item_id: ItemFace(
            title=contribution.get_kind_display(),
            place=contribution.debate.title,
            html=_text(contribution, answered.get(contribution.parent_id or 0)),
            context_path=_context(contribution),
            author_path=reverse(
                "debates:receipt", args=[contribution.debate.slug, contribution.pk]
            ),
        )
        for contribution in contributions
    }


def _context(contribution: Contribution) -> str:
    """Return where everybody reads it, or what it answers as long as it is not public."""
    if contribution.is_published:
        return contribution.get_absolute_url()
    if contribution.parent_id is not None:
        slug = contribution.debate.slug
        return reverse("debates:contribution", args=[slug, contribution.parent_id])
    return contribution.debate.get_absolute_url()


def _text(contribution: Contribution, parent: Contribution | None) -> SafeString:
    """Return the text as HTML; a reply comes after what it answers."""
    own = render_contribution(contribution.text)
    if parent is None:
        return own
    return format_html(
        "<p>{}</p><blockquote>{}</blockquote><p>{}</p>{}",
        _("En réponse à :"),
        render_contribution(parent.text),
        _("Texte à relire :"),
        own,
    )
