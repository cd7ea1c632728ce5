"""Destroy the key of a petition that is settled."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from petitions.errors import WrongStatus
from petitions.models import Petition
from petitions.services import destroy_key


class Command(BaseCommand):
    help = "Destroy for ever the key of the petition SLUG, once it is settled; twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            petition = Petition.objects.get(slug=options["slug"])
            destroy_key(petition=petition, at=timezone.now())
        except Petition.DoesNotExist:
            raise CommandError("There is no such petition.") from None
        except WrongStatus:
            raise CommandError(
                "This petition ended too lately, or an annulment is under way."
            ) from None
        self.stdout.write("The key is destroyed: nothing links these signatures to anybody.")
