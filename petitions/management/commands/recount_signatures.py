"""Count all signatures again, as the clock does every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ledger.errors import Damaged
from petitions.services import recount_signatures


class Command(BaseCommand):
    help = "Count the whole public log again; exit 1 if a petition shows something else."

    def handle(self, *args: Any, **options: Any) -> None:
        progress = self._show if self.stdout.isatty() else None
        try:
            found = recount_signatures(at=timezone.now(), progress=progress)
        except Damaged as damage:
            raise CommandError(str(damage)) from None
        for wrong in found.differences:
            self.stderr.write(
                f"Petition {wrong.petition} shows {wrong.shown}; the log holds {wrong.counted}."
            )
        if found.differences:
            raise CommandError(f"{len(found.differences)} counts differ; none was changed.")
        self.stdout.write(
            f"The counts of {found.petitions} petitions are those of the log: {found.size} entries."
        )

    def _show(self, done: int, of: int) -> None:
        self.stdout.write(f"\r{done} of {of} entries", ending="\n" if done == of else "")
        self.stdout.flush()
