"""What moderators are shown of contributions."""

from collections.abc import Mapping, Sequence

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
            context_path=contribution.get_absolute_url(),
        )
        for contribution in contributions
    }


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
