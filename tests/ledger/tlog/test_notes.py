"""A note is read by one way of writing only, and believed for the keys one knows."""

from base64 import b64decode, b64encode

import pytest

from ledger.tlog.errors import Invalid
from ledger.tlog.notes import (
    COSIGNATURE_V1,
    ED25519,
    NoteSignature,
    VerifierKey,
    add_signature,
    open_note,
    parse_note,
    parse_vkey,
    public_of,
    sign_note,
    signature_line,
)

# The example of signed-note.md.
EXAMPLE_KEY = parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
EXAMPLE = """\
This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""  # noqa: E501
# The first example of signed-note.md, whose text has an empty line; its key is not given.
POEM = """\
Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
"""  # noqa: E501
# The example of Go's package « note », with its secret key: others must sign the very same bytes.
GO_SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_KEY = parse_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
GO_TEXT = """\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.
"""
GO_LINE = (
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SEED = b"\x01" * 32
NAME = "example.org/registre"
KEY = VerifierKey(NAME, ED25519, public_of(SEED))
STRANGER = VerifierKey("stranger.example", ED25519, public_of(b"\x02" * 32))


def base64(data: bytes) -> str:
    return b64encode(data).decode()


def test_the_example_of_the_specification_is_signed_by_its_key() -> None:
    opened = open_note(EXAMPLE, [STRANGER, EXAMPLE_KEY])
    assert opened.text == "This is an example message.\n"
    assert opened.signed_by == (EXAMPLE_KEY,)
    assert opened.times == {}


def test_the_last_empty_line_parts_the_text_from_its_signatures() -> None:
    note = parse_note(POEM)
    assert note.text.endswith("sole:\n\ned è subito sera.\n")
    assert [each.name for each in note.signatures] == ["quasimodo.example/salvatore"]
    assert note.note() == POEM


def test_we_sign_as_others_sign() -> None:
    assert public_of(GO_SEED) == GO_KEY.public
    note = sign_note(GO_TEXT, name="PeterNeumann", seed=GO_SEED)
    assert note == f"{GO_TEXT}\n{GO_LINE}"
    assert open_note(note, [GO_KEY]).signed_by == (GO_KEY,)


def test_a_real_tree_of_the_go_checksum_database_opens() -> None:
    key = parse_vkey("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
    signature = "Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw="  # noqa: E501
    text = "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n"
    assert open_note(f"{text}\n— sum.golang.org {signature}\n", [key]).text == text


def test_bytes_are_read_as_their_text() -> None:
    assert parse_note(POEM.encode()) == parse_note(POEM)


def test_a_key_is_written_as_it_was_read() -> None:
    written = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    assert str(parse_vkey(written)) == written
    cosigner = VerifierKey(NAME, COSIGNATURE_V1, KEY.public)
    assert parse_vkey(str(cosigner)) == cosigner
    assert cosigner.key_id != KEY.key_id


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "example.com/foo+530d903a+",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
        "example.com/foo+530d903a+ AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ],
)
def test_a_key_written_otherwise_is_refused(vkey: str) -> None:
    with pytest.raises(Invalid):
        parse_vkey(vkey)


@pytest.mark.parametrize(
    ("name", "kind", "public"),
    [
        ("", ED25519, KEY.public),
        ("a+b", ED25519, KEY.public),
        ("a\u00a0b", ED25519, KEY.public),
        ("a\u2028b", ED25519, KEY.public),
        ("a\x00b", ED25519, KEY.public),
        ("a\ud800", ED25519, KEY.public),
        (NAME, 2, KEY.public),
        (NAME, 6, KEY.public),
        (NAME, ED25519, KEY.public[:31]),
    ],
)
def test_no_key_has_such_a_name_kind_or_length(name: str, kind: int, public: bytes) -> None:
    with pytest.raises(Invalid):
        VerifierKey(name, kind, public)


def test_what_we_sign_opens_with_our_key() -> None:
    note = sign_note("un\n\ndeux\n", name=NAME, seed=SEED)
    assert open_note(note, [KEY]).text == "un\n\ndeux\n"


@pytest.mark.parametrize("text", ["", "a", "a\r\n", "a\tb\n", "a\x00\n", "\ud800\n"])
def test_a_text_that_is_no_lines_is_not_signed(text: str) -> None:
    with pytest.raises(Invalid):
        sign_note(text, name=NAME, seed=SEED)


def test_a_secret_key_has_32_bytes() -> None:
    with pytest.raises(Invalid):
        sign_note("a\n", name=NAME, seed=SEED[:31])


def test_signatures_are_added_below_the_others() -> None:
    note = sign_note("a\n", name=NAME, seed=SEED)
    line = sign_note("a\n", name="stranger.example", seed=b"\x02" * 32).split("\n\n")[1]
    both = add_signature(note, line)
    assert both == note + line
    assert open_note(both, [KEY, STRANGER]).signed_by == (KEY, STRANGER)
    assert open_note(both, [STRANGER]).signed_by == (STRANGER,)


@pytest.mark.parametrize(
    "line", ["", "\n", GO_LINE[:-1], "\n" + GO_LINE, GO_LINE + "\n", GO_LINE * 2, "— a b\n"]
)
def test_what_is_not_one_signature_line_is_not_added(line: str) -> None:
    with pytest.raises(Invalid):
        add_signature(EXAMPLE, line)


def test_no_signature_is_added_to_what_is_no_note() -> None:
    with pytest.raises(Invalid):
        add_signature("a\n", GO_LINE)


def test_a_note_that_no_known_key_signed_is_refused() -> None:
    note = sign_note("a\n", name=NAME, seed=SEED)
    for keys in [[], [STRANGER], [VerifierKey("other.example", ED25519, KEY.public)]]:
        with pytest.raises(Invalid, match="Aucune clé connue"):
            open_note(note, keys)


def test_one_wrong_signature_by_a_known_key_refuses_the_note() -> None:
    note = sign_note("a\n", name=NAME, seed=SEED)
    wrong = signature_line(STRANGER.name, STRANGER.key_id, b"\x00" * 64)
    assert open_note(note + wrong, [KEY]).signed_by == (KEY,)
    with pytest.raises(Invalid, match="abîmé ou faux"):
        open_note(note + wrong, [KEY, STRANGER])


@pytest.mark.parametrize("length", [1, 8, 63, 65, 71, 73])
@pytest.mark.parametrize("kind", [ED25519, COSIGNATURE_V1])
def test_a_signature_of_another_length_is_wrong(length: int, kind: int) -> None:
    key = VerifierKey(NAME, kind, KEY.public)
    note = "a\n\n" + signature_line(NAME, key.key_id, b"\x00" * length)
    with pytest.raises(Invalid, match="abîmé ou faux"):
        open_note(note, [key])


def test_a_changed_text_is_refused() -> None:
    with pytest.raises(Invalid, match="abîmé ou faux"):
        open_note(EXAMPLE.replace("message", "massage"), [EXAMPLE_KEY])


def test_a_hundred_signatures_are_read_and_no_more() -> None:
    line = NoteSignature("a", b"1234", b"5").line()
    assert len(parse_note("a\n\n" + line * 100).signatures) == 100
    with pytest.raises(Invalid):
        parse_note("a\n\n" + line * 101)


SIGNED = base64(b"12345")


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "a\n",
        "a\n\n",
        "a\n\n\n",
        f"— n {SIGNED}\n",
        f"\n— n {SIGNED}\n",
        f"a\n— n {SIGNED}\n",
        f"a\n\n— n {SIGNED}",
        f"a\n\n— n {SIGNED}\n\n",
        f"a\n\n— n {SIGNED}\r\n",
        f"a\r\n\r\n— n {SIGNED}\r\n",
        f"a\n\n— n  {SIGNED}\n",
        f"a\n\n—  n {SIGNED}\n",
        f"a\n\n— n {SIGNED} \n",
        f"a\n\n - n {SIGNED}\n",
        f"a\n\n-- n {SIGNED}\n",
        f"a\n\n— n+n {SIGNED}\n",
        f"a\n\n— n\u00a0n {SIGNED}\n",
        f"a\n\n—\u00a0n {SIGNED}\n",
        f"a\n\n— {SIGNED}\n",
        f"a\n\n— n {SIGNED}\ntrailer\n",
        f"a\tb\n\n— n {SIGNED}\n",
        f"a\x00b\n\n— n {SIGNED}\n",
        f"a\ud800b\n\n— n {SIGNED}\n",
        "a\n\n— n\n",
        "a\n\n— n \n",
        "a\n\n— n " + base64(b"1234") + "\n",
        "a\n\n— n MTIzNDU\n",
        "a\n\n— n MTIzNDV=\n",
        "a\n\n— n MTIz\u00a0NDU=\n",
        "a\n\n— n _-8xMjM=\n",
        b"a\xff\n\n\xe2\x80\x94 n MTIzNDU=\n",
        b"a\xed\xa0\x80\n\n\xe2\x80\x94 n MTIzNDU=\n",
        b"a\xc0\x8a\n\n\xe2\x80\x94 n MTIzNDU=\n",
    ],
)
def test_what_is_written_otherwise_is_no_note(note: str | bytes) -> None:
    with pytest.raises(Invalid):
        parse_note(note)


def test_a_text_may_end_with_empty_lines() -> None:
    note = f"a\n\n\n— n {SIGNED}\n"
    assert parse_note(note).text == "a\n\n"
    assert parse_note(note).note() == note
