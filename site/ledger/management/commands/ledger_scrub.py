"""Check that everything stored of the log is what its entries lead to."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.errors import Damaged, LogRefuses
from ledger.services import publish_again, scrub


class Command(BaseCommand):
    help = "Derive the log again from its entries; exit 1, and stop it, at the first difference."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--republish",
            action="store_true",
            help="check the database alone, write every published file anew, then check both",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = self._show if self.stdout.isatty() else None
        try:
            if options["republish"]:
                publish_again(progress=progress)
            found = scrub(progress=progress)
        except (Damaged, LogRefuses) as error:
            raise CommandError(str(error)) from None
        for fault in found.faults:
            self.stderr.write(f"Entry {fault.index} counts as nothing: {fault.sentence}")
        self.stdout.write(
            f"The log is intact: {found.size} entries, {found.published} of them published,"
            f" {found.erased} objects erased."
        )

    def _show(self, done: int, of: int) -> None:
        self.stdout.write(f"\r{done} of {of} entries", ending="\n" if done == of else "")
        self.stdout.flush()
