"""Give somebody a role from the command line: how a new platform gets its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import AccountSuspended
from accounts.models import Role
from accounts.services import find_or_create_person, grant_role, sync_groups
from core.errors import BadAddress
from core.text import simple_address


class Command(BaseCommand):
    help = "Give the owner of ADDRESS a role; the account is made if there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")
        parser.add_argument("role", choices=Role.Name.values)
        parser.add_argument("--scope", default="", help="where it holds; everywhere without it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = find_or_create_person(address=simple_address(options["address"]))
        except BadAddress:
            raise CommandError("This is not a mail address.") from None
        except AccountSuspended:
            raise CommandError("This account is closed.") from None
        sync_groups()
        asked = {"role": options["role"], "scope": options["scope"]}
        role = grant_role(user=user, at=timezone.now(), **asked)
        self.stdout.write(f"Granted: {role}. A second factor is asked for at the first log-in.")
