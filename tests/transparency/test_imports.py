"""A document says of itself who wrote it and when."""

from transparency.imports import document_in

LETTER = "# Un titre\n\nJeudi 24 mars 2022, par Une association\n\nUn paragraphe.\n"


def test_what_precedes_a_line_of_three_dashes_presents_the_document() -> None:
    assert document_in(f"# Ce dossier\n\nDu 1er mai 2001.\n\n---\n{LETTER}").text == LETTER


def test_a_file_without_that_line_is_the_document() -> None:
    assert document_in(LETTER).text == LETTER


def test_a_line_of_dashes_on_top_presents_nothing() -> None:
    assert document_in(f"---\n{LETTER}").text == f"---\n{LETTER}"


def test_a_file_may_be_taken_whole() -> None:
    text = f"Avant.\n\n---\n\n{LETTER}"
    assert document_in(text, whole=True).text == text


def test_windows_line_ends_are_kept() -> None:
    text = LETTER.replace("\n", "\r\n")
    assert document_in(f"Avant.\r\n---\r\n{text}").text == text


def test_title_date_and_author_are_read_from_the_text() -> None:
    found = document_in(LETTER)
    assert (found.title, found.published_on, found.publisher) == (
        "Un titre",
        "2022-03-24",
        "Une association",
    )


def test_a_date_inside_a_paragraph_is_not_that_of_the_document() -> None:
    found = document_in("# Un titre\n\nLe 24 mars 2022, par hasard, il pleuvait.\n")
    assert (found.published_on, found.publisher) == ("", "")
