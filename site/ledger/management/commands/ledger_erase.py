"""Erase an object of the log."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.errors import NoSuchObject
from ledger.services import erase_object


class Command(BaseCommand):
    help = "Erase for ever the object whose hash is SHA256 (64 hex digits); the log is not changed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sha256")

    def handle(self, *args: Any, **options: Any) -> None:
        if not re.fullmatch("[0-9a-f]{64}", options["sha256"]):
            raise CommandError("A hash has 64 hexadecimal digits, in lower case.")
        try:
            erase_object(bytes.fromhex(options["sha256"]))
        except NoSuchObject:
            raise CommandError("No object of the log has this hash.") from None
        self.stdout.write("Erased. Backups and other people's copies of the log may still hold it.")
