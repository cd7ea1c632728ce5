"""The few blocks that editors write with."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


class PointBlock(blocks.StructBlock):
    """One point of a document, in our own words, with the paragraph it comes from."""

    number = blocks.IntegerBlock(label=_("Numéro du point"), min_value=1)
    paragraph = blocks.IntegerBlock(label=_("Paragraphe du texte"), min_value=1)
    summary = blocks.TextBlock(label=_("Résumé, avec nos mots"), rows=3)

    class Meta:
        icon = "list-ol"
        label = _("Point")
        preview_value = {"number": 1, "paragraph": 1, "summary": "Ce que dit ce paragraphe."}
        description = _("Un point du texte, résumé avec nos mots.")


class DemandBlock(blocks.StructBlock):
    """One demand of a document, quoted word for word."""

    number = blocks.IntegerBlock(label=_("Numéro de la demande"), min_value=1)
    paragraph = blocks.IntegerBlock(label=_("Paragraphe du texte"), min_value=1)
    text = blocks.TextBlock(label=_("Texte exact de la demande"), rows=3)

    class Meta:
        icon = "openquote"
        label = _("Demande")
        preview_value = {"number": 1, "paragraph": 8, "text": "Le texte exact."}
        description = _("Une demande du texte, citée mot pour mot.")


class StepBlock(blocks.StructBlock):
    """One dated step of what became of a proposal."""

    date = blocks.DateBlock(label=_("Date"))
    text = blocks.CharBlock(label=_("Ce qui s’est passé"), max_length=300)
    url = blocks.URLBlock(label=_("Adresse de la source"), required=False)

    class Meta:
        icon = "calendar"
        label = _("Étape")
        preview_value = {"date": "2022-03-24", "text": "Le texte est publié.", "url": ""}
        description = _("Une étape du suivi, avec sa date.")


class HowItWorksBlock(blocks.StructBlock):
    """One of the few steps that explain the site on the home page."""

    title = blocks.CharBlock(label=_("Titre"), max_length=60)
    text = blocks.CharBlock(label=_("Explication"), max_length=300)

    class Meta:
        icon = "help"
        label = _("Étape")
        preview_value = {"title": "Lire", "text": "Chaque demande est expliquée."}
        description = _("Une étape de « Comment ça marche ».")


def prose(**kwargs: Any) -> blocks.RichTextBlock:
    """Return the one rich-text block of the site, with the same few features everywhere."""
    return blocks.RichTextBlock(
        features=TEXT_FEATURES,
        label=_("Texte"),
        description=_("Du texte, avec des titres, des listes et des liens."),
        preview_value="<p>Un texte.</p>",
        **kwargs,
    )
