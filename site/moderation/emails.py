"""The letter that tells an author what was decided; it never quotes the text."""

from django.utils.translation import gettext as _

from core.letters import Letter, render
from moderation.models import Decision


def decision_letter(decision: Decision, *, to: str) -> Letter:
    """Return the letter about `decision`: outcome, article, reason, and where to read them."""
    context = {"decision": decision, "is_published": decision.outcome == Decision.Outcome.PUBLISHED}
    return render(
        "moderation/mail/decision", to=to, subject=_("Votre contribution"), context=context
    )
