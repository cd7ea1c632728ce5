"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        """Show authors what became of their texts."""
        # Modules with models load once every app is there: only now.
        from accounts import export, panels, rooms
        from accounts.models import Role
        from moderation import panel

        panels.register("moderation/panel.html", panel.rows)
        export.register("moderation", panel.export)
        rooms.register("/moderation/", _("Modération des débats"), Role.Name.MODERATOR)
