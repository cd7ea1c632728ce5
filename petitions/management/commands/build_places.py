"""Rebuild the small tables that tell where a signer lives, from two packages of npm."""

import json
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.text import slugify

from petitions import areas, countries

type Table = dict[str, list[str]]

# Overseas France has French postcodes, and nobody lives in the others.
_FRENCH = frozenset(["BL", "FR", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"])
_EMPTY = frozenset(["AQ", "BV", "GS", "HM", "IO", "UM"])
# What the CLDR names as well, and is no country of ISO 3166.
_GROUPS = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)
_SHORT = "{}-alt-short"
_SHORTENED = frozenset(["HK", "MO", "PS"])


class Command(BaseCommand):
    help = (
        "Rebuild petitions/data from communes.json of @etalab/decoupage-administratif and from "
        "main/fr/territories.json of cldr-localenames-modern."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("communes", type=Path)
        parser.add_argument("territories", type=Path)
        parser.add_argument("--table", type=Path, help="write every postcode here, for the tests")

    def handle(self, *args: Any, **options: Any) -> None:
        table = table_of(_read(options["communes"]))
        _write(areas.DATA, exceptions_in(table))
        _write(countries.DATA, countries_in(_read(options["territories"])))
        if options["table"]:
            _write(options["table"], by_area(table))


def table_of(communes: list[dict[str, Any]]) -> Table:
    """Return the départements of each postcode, from the communes that it serves."""
    found: dict[str, set[str]] = defaultdict(set)
    for commune in communes:
        for postcode in commune.get("codesPostaux", []):
            found[postcode].add(commune["departement"])
    return {postcode: sorted(places) for postcode, places in sorted(found.items())}


def exceptions_in(table: Table) -> Table:
    """Keep the postcodes whose first digits mislead, or that straddle départements."""
    return {
        postcode: places
        for postcode, places in table.items()
        if tuple(places) != areas.by_first_digits(postcode)
    }


def by_area(table: Table) -> dict[str, str]:
    """Return the postcodes of each area, in one line of text."""
    found: dict[str, list[str]] = defaultdict(list)
    for postcode, places in table.items():
        for place in places:
            found[place].append(postcode)
    return {place: " ".join(postcodes) for place, postcodes in sorted(found.items())}


def countries_in(territories: dict[str, Any]) -> dict[str, str]:
    """Return the French name of each country but France by its code, in the order of the names."""
    names = territories["main"]["fr"]["localeDisplayNames"]["territories"]
    kept = {
        code: names[_SHORT.format(code) if code in _SHORTENED else code]
        for code in names
        if len(code) == 2 and code not in _FRENCH | _EMPTY | _GROUPS
    }
    return dict(sorted(kept.items(), key=lambda country: slugify(country[1])))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _write(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")
