"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from core.checks import check_ready_for_the_public
from core.logs import join_our_own_lines


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        join_our_own_lines()
        register(check_ready_for_the_public, Tags.security, deploy=True)
