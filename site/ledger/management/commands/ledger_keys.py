"""Show, begin and end the keys that sign for the log."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.errors import LastKey, LogRefuses, NoSuchKey
from ledger.sed1.entries import KeyUse
from ledger.services.announcing import announced_keys
from ledger.services.signing import begin_key, end_key

USES = {use.name.lower(): use for use in KeyUse}


class Command(BaseCommand):
    help = (
        "List the keys of the log; begin one; end one. Between both, the old and the new sign all"
        " checkpoints, or all promises."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="every key that ever signed")
        actions.add_parser("begin", help="draw a key").add_argument("use", choices=USES)
        actions.add_parser("end", help="let a key sign no more").add_argument("vkey")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["action"]:
            case "list":
                self._list()
            case "begin":
                self._begin(USES[options["use"]])
            case "end":
                self._end(options["vkey"])

    def _list(self) -> None:
        for key in announced_keys():
            state = "ended" if key.has_ended else "signs"
            self.stdout.write(f"{key.use.name.lower():<10} {state}  {key.verifier}")

    def _begin(self, use: KeyUse) -> None:
        try:
            key = begin_key(use)
        except LogRefuses as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(str(key.verifier))

    def _end(self, vkey: str) -> None:
        found = [key for key in announced_keys() if str(key.verifier) == vkey]
        try:
            for key in found:
                end_key(key.use, key.verifier)
        except NoSuchKey:
            raise CommandError("This key has ended before.") from None
        except LastKey:
            raise CommandError("The only key of its use: begin another one first.") from None
        if not found:
            raise CommandError("The log names no such key: see the list.")
        self.stdout.write("From now on this key signs nothing.")
