"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Show those who work here their rooms."""
        # Modules with models load once every app is there: only now.
        from accounts import rooms
        from accounts.models import Role

        editing = [Role.Name.EDITOR, Role.Name.ADMINISTRATOR]
        rooms.register("/gestion/", _("Rédaction des pages et des registres"), *editing)
        rooms.register("/compte/equipe/", _("L’équipe et ses rôles"), Role.Name.ADMINISTRATOR)
