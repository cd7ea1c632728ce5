"""French spaces and apostrophes."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from core.text import number_fr, typography


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ("Attention !", "Attention\u202f!"),
        ("d'une part ; ", "d’une part\u202f; "),
        ("ici : là", "ici\u00a0: là"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("«oui»", "«\u00a0oui\u00a0»"),
        ("13 000 000 euros", "13\u202f000\u202f000 euros"),
        ("15,4 % de 13 millions", "15,4\u00a0% de 13\u00a0millions"),
        ("voir https://example.org/?a=1:2", "voir https://example.org/?a=1:2"),
        ("à 10:30", "à 10:30"),
    ],
)
def test_text_is_set_as_french_readers_expect(typed: str, read: str) -> None:
    assert typography(typed) == read


@given(st.text(alphabet="a1 «»?!;:'\u00a0\u202f%", max_size=40))
def test_setting_a_text_twice_changes_nothing_more(text: str) -> None:
    assert typography(typography(text)) == typography(text)


def test_html_is_set_between_its_tags_only() -> None:
    page = mark_safe('<a title="a ?">oui ?</a><code>b ?</code>')
    html = Template("{% load text_tags %}{{ page|fr }}").render(Context({"page": page}))
    assert html == '<a title="a ?">oui\u202f?</a><code>b ?</code>'


def test_spaces_that_an_editor_wrote_as_entities_are_not_doubled() -> None:
    page = mark_safe("<p>«&nbsp;oui&nbsp;»</p>")
    html = Template("{% load text_tags %}{{ page|fr }}").render(Context({"page": page}))
    assert html == "<p>«\u00a0oui\u00a0»</p>"


def test_typed_text_stays_escaped() -> None:
    html = Template("{% load text_tags %}{{ typed|fr }}").render(Context({"typed": "<b> ?"}))
    assert html == "&lt;b&gt;\u202f?"


def test_numbers_have_french_marks() -> None:
    assert [number_fr(n) for n in (0, 999, 12345, 1234567.5)] == [
        "0",
        "999",
        "12\u202f345",
        "1\u202f234\u202f567,5",
    ]
