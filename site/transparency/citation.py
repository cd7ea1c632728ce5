"""Words ready to be copied by who quotes a fact."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.text import typography
from transparency.models import Fact


def citation(fact: Fact, *, base_url: str) -> str:
    """Return plain text: the fact, its figure, its date, its source, its address."""
    statement = fact.statement.rstrip(".")
    figure = " ".join(part for part in (fact.figure, fact.as_of_in_words) if part)
    sentences = [
        f"{statement} ({figure})." if figure else f"{statement}.",
        _("Source : %(source)s, %(url)s.") % {"source": fact.source, "url": fact.source.url},
        _("Relevé par Santé en débat, version du %(day)s, %(address)s")
        % {
            "day": date_format(timezone.localtime(fact.revised_at), "j F Y"),
            "address": f"{base_url}{fact.get_absolute_url()}",
        },
    ]
    return typography(" ".join(sentences))
