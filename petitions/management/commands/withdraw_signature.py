"""Take a signature back for somebody who asked in writing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import BadAddress
from core.text import simple_address
from petitions.errors import SignatureNotFound
from petitions.models import Petition
from petitions.services import withdraw_signature
from petitions.typed import Typed


class Command(BaseCommand):
    help = "Delete one signature of the petition SLUG; exit 1 if there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            petition = Petition.objects.get(slug=options["slug"])
            withdraw_signature(petition=petition, typed=self._ask())
        except Petition.DoesNotExist:
            raise CommandError("There is no such petition.") from None
        except BadAddress:
            raise CommandError("This is not a mail address.") from None
        except EOFError:
            raise CommandError("Nothing was withdrawn: three answers are needed.") from None
        except SignatureNotFound:
            raise CommandError("No signature bears this name, address and postcode.") from None
        self.stdout.write("The signature is withdrawn; the count follows with the next group.")

    def _ask(self) -> Typed:
        """Ask at the prompt: arguments would stay in the history of the shell."""
        name = input("First name and name: ")
        address = simple_address(input("Mail address: "))
        postcode = input("Postcode, nothing if there is none: ").strip()
        # Abroad a country stands for it, as when signing.
        country = "" if postcode else input("Country, in two letters: ").strip().upper()
        return Typed(name=name, address=address, postcode=postcode, country=country)
