"""App configuration."""

from django.apps import AppConfig
from django.core.checks import register

from ledger.checks import check_policy


class LedgerConfig(AppConfig):
    name = "ledger"

    def ready(self) -> None:
        register(check_policy)
