"""The files of the starter content, as Python values."""

import json
from pathlib import Path
from typing import Any

from core.text import render_markdown

FOLDER = Path(__file__).resolve().parents[1] / "starter"


def records(name: str) -> Any:
    """Return the content of `starter/<name>.json`."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def prose(name: str) -> tuple[str, str]:
    """Return the title and the body, as safe HTML, of `starter/pages/<name>.md`."""
    title, _, body = (FOLDER / "pages" / f"{name}.md").read_text(encoding="utf-8").partition("\n")
    return title.removeprefix("# ").strip(), rich(body)


def rich(markdown: str) -> str:
    """Return Markdown as the HTML that Wagtail's rich text stores."""
    return str(render_markdown(markdown))
