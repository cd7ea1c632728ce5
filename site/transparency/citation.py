"""Words ready to be copied by who quotes a fact."""

from django.utils.translation import gettext as _

from core.moments import day_fr
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
            "day": day_fr(fact.revised_at),
            "address": f"{base_url}{fact.get_absolute_url()}",
        },
    ]
    return typography(" ".join(sentences))
