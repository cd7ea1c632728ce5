"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from core.checks import check_ready_for_the_public


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        register(check_ready_for_the_public, Tags.security, deploy=True)
