"""Markdown to clean HTML: editors' prose, and people's contributions with fewer means."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from core.text.typography import typography_html

PROSE_TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol"}
PROSE_TAGS |= {"p", "pre", "strong", "ul"}
CONTRIBUTION_TAGS = PROSE_TAGS - {"h2", "h3", "h4", "hr", "pre", "code"}
# `*` empty: nh3 would let `title` and `lang` through on every tag.
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "*": set()}
SCHEMES = {"http", "https", "mailto"}

_prose = MarkdownIt("commonmark", {"html": False}).disable(["image"])
# A contribution sits inside somebody else's page: no headings, and a line typed is a line read.
_contribution = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["image", "heading", "lheading", "hr", "code", "fence", "backticks"]
)


def render_markdown(text: str) -> SafeString:
    """Return the HTML of an editor's Markdown, with French typography."""
    return _clean(_prose.render(text), tags=PROSE_TAGS, link_rel=None)


def render_contribution(text: str) -> SafeString:
    """Return the HTML of a person's text; its links carry no weight for search engines."""
    return _clean(_contribution.render(text), tags=CONTRIBUTION_TAGS, link_rel="nofollow ugc")


def _clean(html: str, *, tags: set[str], link_rel: str | None) -> SafeString:
    clean = nh3.clean(
        html, tags=tags, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=link_rel
    )
    return mark_safe(typography_html(clean))  # noqa: S308  (nh3 has just cleaned it)
