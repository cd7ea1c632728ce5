"""Make the demo's people and print how to log in as each."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.services.demo import create_demo_people
from accounts.services.roles import sync_groups

SHOWN_CODES = 3


class Command(BaseCommand):
    help = "Make the demo's people and print their addresses, roles and next codes. Demo only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo accounts exist in the demo only.")
        sync_groups()
        self.stdout.write("Comptes de démonstration (leur code arrive dans /courrier/) :")
        for person in create_demo_people(at=timezone.now()):
            role = ", ".join(person.roles) or "citoyenne, sans rôle"
            self.stdout.write(f"  {person.user.email:<26} {role}")
            if person.codes:
                codes = "  ".join(person.codes[:SHOWN_CODES])
                self.stdout.write(f"  {'':<26} prochains codes de sa feuille : {codes}")
