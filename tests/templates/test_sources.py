"""What holds for the text of every template."""

import re
from pathlib import Path

import pytest
from django.template import engines

from core.text.typography import typography
from tests.templates.stylesheet import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(
    str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.suffix in {".html", ".txt"}
)
PAGES = [name for name in TEMPLATES if name.endswith(".html") and "/mail/" not in f"/{name}"]
COMPONENTS = [name for name in PAGES if name.startswith("components/")]
PUBLIC = [
    name
    for name in PAGES
    if name != "base_private.html" and '{% extends "base.html" %}' in (FOLDER / name).read_text()
]

COMMENTS = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
LITERALS = re.compile(r"\{% translate \"([^\"]*)\"(?!\|fr)|_\(\"([^\"]*)\"\)(?!\|fr)")
UNREAD = re.compile(r"<(pre|code)\b.*?</\1>|\{%.*?%\}|<[^>]*>", re.DOTALL)
VARIABLES = re.compile(r"\{\{.*?\}\}", re.DOTALL)

PERSONAL = re.compile(r"\b(?:user|messages|csrf_token)\b|request\.(?:session|COOKIES)")


def _source(name: str) -> str:
    return COMMENTS.sub("", (FOLDER / name).read_text())


def _with_parts(name: str) -> str:
    """Return the source of a template and of all it includes."""
    source = _source(name)
    return source + "".join(map(_with_parts, re.findall(r'\{% include "([^"]+)"', source)))


def _french(name: str) -> list[str]:
    """Return what people read: the lines between tags, and the literals given to gettext."""
    source = _source(name)
    lines = VARIABLES.sub("mot", UNREAD.sub("", source)).splitlines()
    return [*lines, *("".join(found) for found in LITERALS.findall(source))]


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name: str) -> None:
    assert engines["django"].get_template(name) is not None


@pytest.mark.parametrize(
    "name",
    # The demo's own letter box shows seconds.
    [name for name in TEMPLATES if not name.startswith("courrier/")],
)
def test_what_people_read_as_a_date_comes_from_one_formatter(name: str) -> None:
    formats = re.findall(r'\|date(?::"([^"]*)")?(?![\w:])', _source(name))
    assert set(formats) <= {"c", "Y-m-d"}


@pytest.mark.parametrize("name", PAGES)
def test_no_template_holds_a_style_or_a_script_of_its_own(name: str) -> None:
    source = _source(name)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))
    assert not re.search(r'(?:src|action)="https?://', source)


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_first_says_what_it_expects(name: str) -> None:
    first = (FOLDER / name).read_text().splitlines()[0]
    assert re.fullmatch(r"\{# .*Expects .*\. #\}", first)


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_is_used(name: str) -> None:
    others = [path for path in FOLDER.rglob("*.html") if path != FOLDER / name]
    assert any(f'"{name}"' in path.read_text() for path in others)


@pytest.mark.parametrize("name", ["base.html", *PUBLIC])
def test_no_public_page_asks_who_is_reading(name: str) -> None:
    tags = re.findall(r"\{[%{](?! (?:end)?block ).*?[%}]\}", _with_parts(name))
    asking = [tag for tag in tags if PERSONAL.search(re.sub(r'"[^"]*"', "", tag))]
    assert not asking


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_french_of_a_template_has_its_no_break_spaces(name: str) -> None:
    french = _french(name)
    assert french == [typography(line) for line in french]


def test_every_template_was_found() -> None:
    assert "base.html" in PAGES
    assert len(COMPONENTS) > 10
    assert Path(FOLDER, "500.html").exists()
