"""Whatever a stranger hands over, the verifier answers one clear sentence and status 1."""

import base64
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.tlog.notes import ED25519, VerifierKey
from ledger.verifier.command import main
from tests.ledger.verifier.sentences import one_sentence
from tests.ledger.verifier.written_log import KEY, ORIGIN, address, log_of

type Change = Callable[[str], str]


def change(before: str, after: str) -> Change:
    return lambda text: text.replace(before, after, 1)


def with_extra(data: bytes) -> Change:
    def changed(text: str) -> str:
        lines = text.split("\n")
        lines[1] = f"extra {base64.b64encode(data).decode()}"
        return "\n".join(lines)

    return changed


def without_line(number: int) -> Change:
    return lambda text: "".join(
        line for place, line in enumerate(text.splitlines(keepends=True)) if place != number
    )


RECEIPTS: dict[str, Change] = {
    "empty": lambda text: "",
    "a blank line": lambda text: "\n",
    "another file": lambda text: "<!doctype html>\n<title>404</title>\n",
    "another version": change("@v1", "@v2"),
    "cut in the proof": lambda text: text[:200],
    "without its signature": lambda text: text[: text.index("—")],
    "without extra": without_line(1),
    "without index": without_line(2),
    "without one hash": without_line(3),
    "one hash twice": lambda text: text.replace(line := text.split("\n")[3], f"{line}\n{line}"),
    "index with a leading zero": change("index 5", "index 05"),
    "negative index": change("index 5", "index -5"),
    "another index": change("index 5", "index 6"),
    "index beyond the log": change("index 5", "index 301"),
    "absurd index": change("index 5", f"index {2**64}"),
    "endless index": change("index 5", f"index {'9' * 5000}"),
    "Arabic digits": change("index 5", "index ٥"),
    "another size": change("\n301\n", "\n302\n"),
    "absurd size": change("\n301\n", f"\n{10**30}\n"),
    "another origin": change(f"\n{ORIGIN}\n", "\nexample.com/registre\n"),
    "base64 with a space": change("extra AQAA", "extra AQ AA"),
    "base64 with a stray bit": change("=\n", "\n"),
    "a control character": change("index", "index\x00"),
    "no extra bytes": with_extra(b""),
    "unknown form": with_extra(b"\x03" + bytes(76)),
    "form 1, one byte less": with_extra(b"\x01" + bytes(75)),
    "form 1, one byte more": with_extra(b"\x01" + bytes(77)),
    "form 2 of zeros": with_extra(b"\x02" + bytes(140)),
    "a huge number of hashes": lambda text: text.replace(
        "index 5\n", "index 5\n" + f"{'A' * 43}=\n" * 2000
    ),
    "a huge file": lambda text: text + "x" * 2**18,
    "two notes": lambda text: text + text,
}


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the text of signer 4's receipt, in a log of 301 entries."""
    return log_of(tmp_path_factory.mktemp("log"), range(300)).receipt(4, 5)


@pytest.mark.parametrize("name", RECEIPTS)
def test_a_malformed_receipt_is_one_sentence(
    receipt: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    file = tmp_path / "recu"
    file.write_bytes(RECEIPTS[name](receipt).encode())
    assert main(["receipt", str(file), "--address", address(4), "--key", str(KEY)]) == 1
    one_sentence(capsys)


def test_a_receipt_that_is_no_text_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "recu"
    file.write_bytes(b"\xff\xfe\x00")
    assert main(["receipt", str(file), "--address", "a", "--key", str(KEY)]) == 1
    assert "UTF-8" in one_sentence(capsys)


@pytest.mark.parametrize("name", ["missing", "."])
def test_a_receipt_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["receipt", str(tmp_path / name), "--address", "a", "--key", str(KEY)]) == 1
    assert "ne peut être lu" in one_sentence(capsys)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "example.org",
        str(KEY)[:-1],
        str(KEY).replace("example.org", "example.com"),
        str(VerifierKey(ORIGIN, ED25519, bytes(32))),
        str(VerifierKey(ORIGIN, ED25519, b"\xff" * 32)),
        "é" * 100,
    ],
)
def test_a_wrong_key_is_one_sentence(
    receipt: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    file = tmp_path / "recu"
    file.write_text(receipt)
    assert main(["receipt", str(file), "--address", address(4), "--key", key]) == 1
    one_sentence(capsys)


def test_bytes_changed_at_random_never_pass_for_a_recorded_signature(
    receipt: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(7)  # noqa: S311
    whole, file = receipt.encode(), tmp_path / "recu"
    placing = range(81, 88)  # area and level: they are hidden in G, which the proof is not about
    for _ in range(100):
        place = chance.choice([n for n in range(len(whole)) if n not in placing])
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        file.write_bytes(changed)
        status = main(["receipt", str(file), "--address", address(4), "--key", str(KEY)])
        assert status == 1, (place, changed)
        one_sentence(capsys)


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["unknown"],
        ["recount", "--wrong"],
        ["tally", "seven", "--log", "x"],
        ["monitor", "--log", "x"],
        ["receipt"],
    ],
)
def test_a_command_that_is_not_understood_has_status_2(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(command)
    assert stopped.value.code == 2
    assert "Commande non comprise" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["recount"], "--log"),
        (["receipt", "{receipt}"], "--key"),
        (["receipt", "{receipt}", "--key", str(KEY)], "--address"),
        (["receipt", "{receipt}", "--key", str(KEY), "--address", "é"], "accent"),
    ],
)
def test_what_lacks_in_a_command_is_named_with_status_2(
    receipt: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    words: str,
) -> None:
    file = tmp_path / "recu"
    file.write_text(receipt)
    assert main([word.format(receipt=file) for word in command]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "policy",
    [
        b"",
        b"\xff",
        b"quorum none",
        b"quorum many\n",
        b"log x\nquorum none\n",
        b"witness a b\nquorum a\n",
        f"log {KEY}\nlog {KEY}\nquorum none\n".encode(),
    ],
)
def test_a_spoilt_policy_is_one_sentence(
    receipt: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], policy: bytes
) -> None:
    (tmp_path / "recu").write_text(receipt)
    (tmp_path / "policy").write_bytes(policy)
    files = [str(tmp_path / "recu"), "--policy", str(tmp_path / "policy")]
    assert main(["receipt", *files, "--address", address(4), "--key", str(KEY)]) == 1
    one_sentence(capsys)
