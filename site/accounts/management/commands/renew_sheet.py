"""Print a new sheet of second-factor codes for somebody who lost theirs; the old one ends."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services import renew_sheet


class Command(BaseCommand):
    help = "Replace the sheet of codes of the owner of ADDRESS and print the new one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["address"].strip().lower()).first()
        if user is None:
            raise CommandError("Nobody has this address.")
        for number, code in enumerate(renew_sheet(user=user), start=1):
            self.stdout.write(f"{number:>3}. {code[:4]} {code[4:]}")
