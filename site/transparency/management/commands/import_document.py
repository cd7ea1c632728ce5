"""Archive a document from a file."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from transparency.errors import UnreadableDocument
from transparency.imports import Found, document_in
from transparency.services import archive_document


class Command(BaseCommand):
    help = (
        "Store a text file (UTF-8) to the letter, under its SHA-256; print its address. "
        "Importing it twice does no harm. If the file begins with a presentation ended by a "
        "line of three dashes, the document is what follows that line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--title", help="default: the first heading of the document")
        parser.add_argument("--publisher", help="default: who the dateline says it is by")
        parser.add_argument("--date", type=_day, help="2022-03-24; default: that of the dateline")
        parser.add_argument("--url", default="", help="where the document was published")
        parser.add_argument(
            "--whole", action="store_true", help="the file has no presentation: take all of it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = document_in(_read(options["file"]), whole=options["whole"])
        try:
            document = archive_document(
                title=_said("title", options["title"] or found.title),
                publisher=_said("publisher", options["publisher"] or found.publisher),
                published_on=options["date"] or _date_of(found),
                url=options["url"],
                text=found.text,
                at=timezone.now(),
            )
        except UnreadableDocument:
            raise CommandError(f"{options['file']} holds no text.") from None
        self.stdout.write(f"{document.title} ({document.publisher}, {document.published_on})")
        self.stdout.write(f"SHA-256 {document.sha256}")
        self.stdout.write(document.get_absolute_url())


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not UTF-8 text.") from None


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{typed!r} is not a day like 2022-03-24") from None


def _said(name: str, value: str) -> str:
    if not value:
        raise CommandError(f"The document does not say its {name}: give --{name}.")
    return value


def _date_of(found: Found) -> date:
    return date.fromisoformat(_said("date", found.published_on))
