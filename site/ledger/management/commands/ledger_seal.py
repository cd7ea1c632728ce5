"""Seal what is ripe and publish the log: what the clock asks for every two seconds."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ledger.errors import LogRefuses
from ledger.services import publish, seal

CONFIGURATION_ERROR = 78  # EX_CONFIG of sysexits.h: starting again will not help
PAUSE_SECONDS = 2.0


class Command(BaseCommand):
    help = "Seal what is ripe, then publish the log; exit 78 where that would be a second history."
    requires_system_checks = ()  # no page is needed to count

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="again and again, until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        self._seal_once()
        while options["watch"]:
            time.sleep(PAUSE_SECONDS)
            self._seal_once()

    def _seal_once(self) -> None:
        try:
            sealed = seal(at=timezone.now())
            size = publish()
        except LogRefuses as refusal:
            raise CommandError(str(refusal), returncode=CONFIGURATION_ERROR) from None
        self.stdout.write(f"{sealed} sealed, {size} published.")
