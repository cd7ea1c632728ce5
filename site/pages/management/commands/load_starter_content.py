"""Lay down the starter content once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from pages.starting.load import load_starter_content


class Command(BaseCommand):
    help = "Lay down the founding document, proposals, debates, committees, facts and prose: once."

    def handle(self, *args: Any, **options: Any) -> None:
        load_starter_content(at=timezone.now())
        self.stdout.write("The starter content is in place.")
