"""Bring a database that was restored from a backup up to the published log."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ledger.errors import CannotRecover, LogRefuses
from ledger.tlog.errors import Invalid
from petitions.services import recover
from petitions.services.recovering import Recovery


class Command(BaseCommand):
    help = "After a restoration: take from the published log what the database misses. Or nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="folder", type=Path, help="a copy of the published files, not our own"
        )
        parser.add_argument(
            "--checkpoint", type=Path, help="the newest checkpoint that is known elsewhere"
        )
        parser.add_argument(
            "--state", action="store_true", help="state the loss even if no entry is missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given: Path | None = options["checkpoint"]
        try:
            recovery = recover(
                folder=options["folder"],
                witnessed=given.read_bytes() if given else None,
                is_stated=options["state"],
                at=timezone.now(),
            )
        except (CannotRecover, LogRefuses, Invalid, OSError) as error:
            raise CommandError(f"Nothing was changed: {error}") from None
        for line in _report(recovery, is_stated=options["state"]):
            self.stdout.write(line)


def _report(recovery: Recovery, *, is_stated: bool) -> list[str]:
    rebuilt = recovery.rebuilt
    if rebuilt.size == rebuilt.old_size and not is_stated:
        return ["Nothing was missing: the database has all that was signed."]
    lines = [
        f"{rebuilt.size - rebuilt.old_size} entries were read again, up to {rebuilt.size}.",
        f"{rebuilt.numbered} of them waited here.",
        f"{recovery.taken_back} signatures were taken back again.",
        f"Keys destroyed: {_list(recovery.keys)}.",
        f"{rebuilt.orphans.total()} signatures count, and have no row here any more.",
    ]
    if rebuilt.mute:
        lines.append(f"Nobody has these objects: {_list(each.hex() for each in rebuilt.mute)}.")
    if recovery.unknown:
        lines.append(f"The database does not know petitions {_list(recovery.unknown)} of the log.")
    return [*lines, "Now run ledger_scrub, then start everything again."]


def _list(each: Iterable[object]) -> str:
    return ", ".join(map(str, each)) or "none"
