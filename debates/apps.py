"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DebatesConfig(AppConfig):
    name = "debates"
    verbose_name = _("débats")

    def ready(self) -> None:
        """Introduce contributions to the apps below, which know nothing of debates."""
        # Modules with models load once every app is there: only now.
        from accounts import deletion, export
        from debates import faces, services
        from moderation import registry

        registry.register(services.ITEM_KIND, faces.describe)
        deletion.register(services.take_leave)
        export.register("contributions", services.export)
