"""People's text becomes clean HTML."""

import re

import pytest

from core.text import render_contribution, render_markdown

LINK = r'( href="https://[a-z./]+")?( rel="nofollow ugc")?'


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>)",
        '<a href="https://example.org" onclick="alert(1)">x</a>',
        "<img src=x onerror=alert(1)>",
        "![x](https://elsewhere.example/pixel.gif)",
        '[x](https://example.org "\\"onmouseover=alert(1)")',
        "<style>body{display:none}</style>",
    ],
)
def test_nothing_typed_becomes_active(typed: str) -> None:
    for html in (render_contribution(typed), render_markdown(typed)):
        tags = re.findall(r"<(\w+)([^>]*)>", html)
        assert {name for name, _ in tags} <= {"p", "a"}
        assert all(re.fullmatch(LINK, attributes) for name, attributes in tags if name == "a")


def test_links_of_people_carry_no_weight() -> None:
    html = render_contribution("[ici](https://example.org)")
    assert html == '<p><a href="https://example.org" rel="nofollow ugc">ici</a></p>\n'


def test_people_cannot_write_headings_into_our_pages() -> None:
    assert "<h" not in render_contribution("# Grand titre\n\nTitre\n=====\n")


def test_lines_of_people_stay_lines() -> None:
    assert "<br>" in render_contribution("un\ndeux")


def test_editors_may_write_headings_and_lists() -> None:
    html = render_markdown("## Pourquoi ?\n\n- un\n- deux\n")
    assert "<h2>Pourquoi\u202f?</h2>" in html
    assert "<li>deux</li>" in html


def test_a_no_break_space_typed_by_an_editor_is_not_doubled() -> None:
    html = render_markdown("Un «\u00a0mot\u00a0», un\u00a0: deux")
    assert html == "<p>Un «\u00a0mot\u00a0», un\u00a0: deux</p>\n"
