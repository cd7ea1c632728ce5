"""Texts are cut into blocks, and their paragraphs numbered."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transparency.paragraphs import Block, Kind, blocks

# Shaped as the founding document is: title, dateline, seven paragraphs, two demands, signature.
LETTER = """# Un titre

Jeudi 24 mars 2022, par Une association

Un. Deux !

Trois « quatre. »

Cinq (six.)

Sept ?

Huit…

Neuf.

Dix.

C’est pourquoi nous demandons :

- La gestion publique

- Un débat public.

Une association
"""


def test_a_letter_with_seven_paragraphs_and_two_demands_has_nine_numbers() -> None:
    numbered = [(block.number, block.text) for block in blocks(LETTER) if block.number]
    assert [number for number, _ in numbered] == list(range(1, 10))
    assert numbered[7:] == [(8, "La gestion publique"), (9, "Un débat public.")]


def test_what_says_nothing_by_itself_has_no_number() -> None:
    silent = [block.text for block in blocks(LETTER) if block.number is None]
    assert silent == [
        "Un titre",
        "Jeudi 24 mars 2022, par Une association",
        "C’est pourquoi nous demandons :",
        "Une association",
    ]


@pytest.mark.parametrize("sign", ["-", "*", "•", "–", "1.", "12)"])
def test_an_item_begins_with_any_usual_sign(sign: str) -> None:
    assert blocks(f"{sign} Une demande") == [Block(Kind.ITEM, "Une demande", 1)]


def test_a_paragraph_may_run_over_several_lines() -> None:
    assert blocks("Une ligne\nqui continue.\n") == [
        Block(Kind.PARAGRAPH, "Une ligne\nqui continue.", 1)
    ]


def test_a_heading_ends_with_its_line() -> None:
    assert [block.kind for block in blocks("# Titre\nTexte.")] == [Kind.HEADING, Kind.PARAGRAPH]


@given(st.text())
def test_no_word_is_lost_whatever_the_text(text: str) -> None:
    kept = re.sub(r"\s+", "", "".join(block.text for block in blocks(text)))
    # Only the signs that Markdown gives to headings and items may go.
    letters = [letter for letter in re.sub(r"\s+", "", text) if letter not in "#-*+•–—.)0123456789"]
    assert [letter for letter in kept if letter not in "#-*+•–—.)0123456789"] == letters


@given(st.text())
def test_numbers_follow_each_other_from_one(text: str) -> None:
    numbers = [block.number for block in blocks(text) if block.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))
