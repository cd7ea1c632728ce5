"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = _("pétitions")

    def ready(self) -> None:
        """Show people their proposals, and let these go with the account."""
        # Modules with models load once every app is there: only now.
        from accounts import deletion, export, panels, reasons
        from petitions import access, panel, services

        panels.register("petitions/panel.html", panel.newest)
        deletion.register(services.take_leave)
        export.register("propositions", services.export_proposals)
        reasons.register("petitions:support", access.why_to_support)
        reasons.register("petitions:propose", _("Pour proposer une pétition, connectez-vous."))
