"""Text as people type it and as people read it."""

from core.text.address import simple_address
from core.text.invisible import printable, without_invisible
from core.text.markdown import render_contribution, render_markdown
from core.text.providers import likely_domain
from core.text.typography import number_fr, typography

__all__ = [
    "likely_domain",
    "number_fr",
    "printable",
    "render_contribution",
    "render_markdown",
    "simple_address",
    "typography",
    "without_invisible",
]
