"""What can be computed of the look: contrast, sizes, weight."""

import gzip
import re
from pathlib import Path

import pytest

from core.text.typography import typography
from tests.templates.stylesheet import CSS, ROOT, contrast, schemes

SCRIPTS = ROOT / "site" / "static" / "js"
ENHANCED, PERCEIVED = 7, 3
STYLESHEET_BYTES, SCRIPT_BYTES = 6 * 1024, 10 * 1024

GROUNDS_OF_TEXT = {
    "ink": ["paper", "soft", "demand-ground", "success-ground", "warning-ground"],
    "muted": ["paper", "soft", "demand-ground"],
    "accent": ["paper", "soft", "demand-ground", "success-ground", "warning-ground"],
    "visited": ["paper", "soft", "demand-ground", "success-ground", "warning-ground"],
    "danger": ["paper", "soft"],
    "success": ["success-ground"],
    "warning": ["warning-ground"],
    "demand": ["demand-ground", "paper"],
    "on-accent": ["accent"],
    "on-danger": ["danger"],
    "on-band": ["band"],
}
# The edges of fields, and the two colours of the focus: one of them stands out everywhere.
GROUNDS_OF_EDGES = {"line": ["paper", "soft"]}
FOCUSED_ON = ["paper", "soft", "band", "accent", "danger", "demand-ground"]


def _pairs(grounds: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    return [
        (scheme, token, ground)
        for scheme in ("light", "dark")
        for token, under in grounds.items()
        for ground in under
    ]


@pytest.mark.parametrize(("scheme", "text", "ground"), _pairs(GROUNDS_OF_TEXT))
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[text], colours[ground]) >= ENHANCED


@pytest.mark.parametrize(("scheme", "edge", "ground"), _pairs(GROUNDS_OF_EDGES))
def test_the_edge_of_a_field_can_be_seen(scheme: str, edge: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[edge], colours[ground]) >= PERCEIVED


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", FOCUSED_ON)
def test_the_focus_stands_out_from_any_ground(scheme: str, ground: str) -> None:
    colours = schemes()[scheme]
    rings = [contrast(colours[ring], colours[ground]) for ring in ("focus-line", "focus-glow")]
    assert max(rings) >= PERCEIVED
    assert contrast(colours["focus-line"], colours["focus-glow"]) >= PERCEIVED


def test_every_colour_is_a_token() -> None:
    rules = CSS.read_text().split("@media print")[0].splitlines()
    strays = [line.split(" {")[0] for line in rules if re.search(r"^\S.*#[0-9a-f]{3,6}\b", line)]
    assert strays == [".qr"]  # read by machines: dark on white in every scheme


def test_every_token_that_is_used_is_defined() -> None:
    css = CSS.read_text()
    used, defined = set(re.findall(r"var\((--[a-z-]+)", css)), set(re.findall(r"(--[a-z-]+):", css))
    assert used <= defined
    assert defined <= used


def test_text_is_never_smaller_than_17_pixels_and_the_body_has_19() -> None:
    css = CSS.read_text()
    sizes = [float(rem) for rem in re.findall(r"font-size: ([\d.]+)rem", css)]
    assert min([*sizes, 1.0625]) >= 1.0625
    assert "--small: 1.0625rem" in css
    assert "--text: 1.1875rem" in css


def test_the_stylesheet_stays_small() -> None:
    assert len(gzip.compress(CSS.read_bytes())) <= STYLESHEET_BYTES


def _loaded_with(script: Path) -> set[Path]:
    """Return `script` and all the modules that a page asking for it loads at once."""
    names = re.findall(r'^import .* from "(\./[\w/]+\.js)";$', script.read_text(), re.MULTILINE)
    return {script}.union(*(_loaded_with(script.parent / name) for name in names))


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.js")), ids=lambda script: script.name)
def test_what_a_script_loads_stays_small(script: Path) -> None:
    sizes = [len(gzip.compress(module.read_bytes())) for module in _loaded_with(script)]
    assert sum(sizes) <= SCRIPT_BYTES


@pytest.mark.parametrize("script", sorted(SCRIPTS.rglob("*.js")), ids=lambda script: script.name)
def test_a_script_loads_only_our_modules_and_runs_no_text(script: Path) -> None:
    text = script.read_text()
    assert not re.search(r"https?://\w|\beval\b|innerHTML", text)
    assert all(
        (script.parent / name).is_file()
        for name in re.findall(r'(?:\bfrom |\bimport\()"([^"]+)"', text)
    )


@pytest.mark.parametrize("script", sorted(SCRIPTS.rglob("*.js")), ids=lambda script: script.name)
def test_the_french_of_a_script_has_its_no_break_spaces(script: Path) -> None:
    literals = re.findall(
        r'"[^"\n]*"|`[^`]*`', re.sub(r"^ *(//|/?\*).*", "", script.read_text(), flags=re.M)
    )
    words = [re.sub(r"\$\{[^}]*\}", "7", literal) for literal in literals]
    assert words == [typography(word) for word in words]
