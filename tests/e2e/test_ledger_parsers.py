"""The log's modules for browsers refuse what is not canonical, and what nobody trusted signed."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ledger.sed1.tallies import NO_PREVIOUS, Cell, TallyFile
from ledger.tlog.cosignatures import cosign
from ledger.tlog.notes import COSIGNATURE_V1, VerifierKey, add_signature, public_of
from tests.e2e.ledger_site import as_base64, modules_at_hand
from tests.ledger.verifier.written_log import KEY, ORIGIN, log_of

pytestmark = pytest.mark.e2e

WITNESS_SEED = bytes(range(32, 64))
WITNESS = VerifierKey("witness.example/w1", COSIGNATURE_V1, public_of(WITNESS_SEED))
NOTE = "Un texte.\n\n— example.org/a AAAAAAE=\n"
PROOF_HEAD = "c2sp.org/tlog-proof@v1\nindex 0\n\n"
CHECKPOINT = f"example.org/registre\n1\n{as_base64(bytes(32))}\n"
PROMISE = (
    f"{ORIGIN}/promesse\npetition 7\nversion 1\nc {as_base64(bytes(32))}\n"
    f"g {as_base64(bytes(32))}\nbefore 3600\n"
)


@pytest.fixture(scope="module")
def tab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with modules_at_hand(browser, tmp_path_factory.mktemp("log")) as page:
        yield page


@pytest.mark.parametrize(
    "work",
    [
        'm.bytes.fromBase64("AA")',  # no padding
        'm.bytes.fromBase64("AB==")',  # stray bits
        'm.bytes.fromBase64("A A=")',
        'm.bytes.fromBase64("AA==\\n")',
        'm.bytes.fromBase64("_-==")',
        'm.bytes.fromHex("AB")',
        'm.bytes.fromHex("abc")',
        'm.bytes.wholeNumber("01")',
        'm.bytes.wholeNumber("+1")',
        'm.bytes.wholeNumber("9007199254740992")',
        'm.bytes.wholeNumber("")',
        "m.bytes.u16(65536)",
        "m.bytes.u8(-1)",
        "m.bytes.text(Uint8Array.of(0xff))",
        'm.areas.padded("96")',
        'm.areas.padded("2a")',
        'm.areas.parseArea(m.bytes.utf8("  1"))',
        "m.entries.parseEntry(new Uint8Array())",
        "m.entries.parseEntry(new Uint8Array(38).fill(1))",
        "m.entries.parseEntry(new Uint8Array(40).fill(1))",
        "m.entries.parseEntry(Uint8Array.of(3, ...new Uint8Array(8), 4, ...new Uint8Array(8)))",
        "m.entries.parseEntry(Uint8Array.of(3, ...new Uint8Array(8), 1, ...new Uint8Array(8)))",
        "m.tiles.decodeBundle(Uint8Array.of(0, 2, 1))",
        "m.tiles.decodeBundle(new Uint8Array())",
        'm.opening.whoBytes(1, "alice")',
        'm.opening.whoBytes(1, "élise@example.org")',
    ],
)
def test_what_is_not_canonical_is_refused(tab: Page, work: str) -> None:
    assert tab.evaluate(f"() => accepts(() => {work})") is False


@pytest.mark.parametrize(
    "note",
    [
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("Un", "U\tn"),
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("—", "-"),
        NOTE.replace("AAAAAAE=", "AAAAAA=="),
        NOTE.replace("AAAAAAE=", "AAAAAAF="),
        NOTE.replace("example.org/a", "example.org+a"),
        NOTE.replace("example.org/a", "example\u00a0org"),
        NOTE + "— example.org/b AAAAAAE=\n" * 100,
    ],
)
def test_a_damaged_note_is_refused(tab: Page, note: str) -> None:
    assert tab.evaluate("(note) => accepts(() => m.notes.parseNote(note))", NOTE)
    assert tab.evaluate("(note) => accepts(() => m.notes.parseNote(note))", note) is False


@pytest.mark.parametrize(
    "proof",
    [
        PROOF_HEAD.replace("index 0", "index 00"),
        PROOF_HEAD.replace("index 0", "index -1"),
        PROOF_HEAD.replace("index 0\n", ""),
        PROOF_HEAD.replace("index", "extra \nindex"),
        PROOF_HEAD.replace("index", "extra AB==\nindex"),
        PROOF_HEAD.replace("v1", "v2"),
        PROOF_HEAD.replace("\n\n", "\nAAAA\n\n"),
        PROOF_HEAD.replace("\n\n", f"\n{as_base64(bytes(32))}" * 64 + "\n\n"),
        PROOF_HEAD[:-1],
        PROOF_HEAD + "\n",
    ],
)
def test_a_damaged_proof_file_is_refused(tab: Page, proof: str) -> None:
    end = f"{CHECKPOINT}\n— {ORIGIN} AAAAAAE=\n"
    check = "(file) => accepts(() => m.tlog_proofs.parseTlogProof(file))"
    assert tab.evaluate(check, PROOF_HEAD + end)
    assert tab.evaluate(check, proof + end) is False


@pytest.mark.parametrize(
    "text",
    [
        CHECKPOINT[:-1],
        CHECKPOINT + "\n",
        CHECKPOINT.replace("\n1\n", "\n01\n"),
        CHECKPOINT.replace("\n1\n", "\n\n"),
        CHECKPOINT.replace("A=", "B="),
        "\n" + CHECKPOINT,
    ],
)
def test_a_damaged_checkpoint_is_refused(tab: Page, text: str) -> None:
    check = "(text) => accepts(() => m.checkpoints.parseCheckpoint(text))"
    assert tab.evaluate(check, CHECKPOINT)
    assert tab.evaluate(check, text) is False


@pytest.mark.parametrize(
    "text",
    [
        PROMISE[:-1],
        PROMISE + "\n",
        PROMISE.replace("petition 7", "petition 07"),
        PROMISE.replace("c A", "c  A"),
        PROMISE.replace("A=\ng", "B=\ng"),
        PROMISE.replace("/promesse", ""),
    ],
)
def test_a_damaged_promise_is_refused(tab: Page, text: str) -> None:
    check = "(text) => accepts(() => m.promises.parsePromise(text))"
    assert tab.evaluate(check, PROMISE)
    assert tab.evaluate(check, text) is False


def test_a_checkpoint_signed_by_the_log_and_a_witness_opens(tab: Page, tmp_path: Path) -> None:
    log = log_of(tmp_path, range(3))
    note = log.publish()
    line = cosign(log.checkpoint().text(), name=WITNESS.name, seed=WITNESS_SEED, time=1_795_000_000)
    opened = tab.evaluate(
        """async ([note, origin, vkeys]) => {
          const site = await m.trust.trusted({ origin, vkeys });
          const { size, witnesses } = await m.trust.openCheckpoint(note, site);
          return [size, witnesses];
        }""",
        [add_signature(note, line), ORIGIN, f"{KEY} {WITNESS}"],
    )
    assert opened == [4, 1]


@pytest.mark.parametrize("change", ["size", "key", "origin", "no-key"])
def test_a_checkpoint_that_the_log_did_not_sign_is_refused(
    tab: Page, tmp_path: Path, change: str
) -> None:
    note = log_of(tmp_path, range(3)).publish()
    keys = {"key": str(VerifierKey(ORIGIN, 1, public_of(WITNESS_SEED))), "no-key": str(WITNESS)}
    accepted = tab.evaluate(
        """async ([note, origin, vkeys]) => {
          const site = await m.trust.trusted({ origin, vkeys });
          return accepts(() => m.trust.openCheckpoint(note, site));
        }""",
        [
            note.replace("\n4\n", "\n5\n") if change == "size" else note,
            "example.org/autre" if change == "origin" else ORIGIN,
            keys.get(change, str(KEY)),
        ],
    )
    assert accepted is False


def geos_of(area: str) -> tuple[bytes, ...]:
    return tuple(sorted(sha256(f"{area} {number}".encode()).digest() for number in range(10)))


TALLY = TallyFile(
    petition=7,
    day=20780,
    size=40,
    previous=NO_PREVIOUS,
    active=32,
    placed=20,
    gone=0,
    waiting=12,
    leaving=0,
    cells=tuple(Cell(area, 1, 10, 0, geos_of(area)) for area in ("2A", "48")),
)
FIGURES = TALLY.to_bytes().decode()
FIRST, SECOND = (geo.hex() for geo in geos_of("48")[:2])


def total(tab: Page, *files: str) -> int | bool:
    """Return how many signatures the files place, or False if one is refused."""
    return tab.evaluate(  # type: ignore[no-any-return]
        """async (files) => {
          const state = new m.tallies.TallyState();
          const add = async (file) => {
            const bytes = m.bytes.utf8(file);
            const digest = m.bytes.hex(await m.hashing.sha256(bytes));
            state.add({ ...m.tallies.parseTally(bytes), digest });
          };
          for (const file of files) if (!(await accepts(() => add(file)))) return false;
          return state.places.size;
        }""",
        list(files),
    )


def test_the_figures_of_a_day_are_read(tab: Page) -> None:
    assert total(tab, FIGURES) == 20


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("day 20780", "day 020780"),
        ("active 32", "active 33"),
        ("placed 20\ngone 0\nwaiting 12", "placed 23\ngone 0\nwaiting 9"),
        ("leaving 0\n\n", "leaving 0\n"),
        ("leaving 0\n\n", "leaving 0\n\n\n"),
        ("cell 48 1", "cell 96 1"),
        ("cell 48 1", "cell 48 3"),
        ("cell 48 1", "cell 01 1"),  # not after 2A
        ("cell 48 1 +10", "cell 48 1 +11"),
        ("cell 48 1 +10 -0", "cell 48 1 +10 -10"),  # more than is gone
        (FIRST, FIRST.upper()),
        (f"{FIRST}\n", ""),
        (f"{FIRST}\n{SECOND}\n", f"{SECOND}\n{FIRST}\n"),
        (f"{FIRST}\n{SECOND}\n", f"{FIRST}\n{FIRST}\n"),
    ],
)
def test_damaged_figures_are_refused(tab: Page, written: str, instead: str) -> None:
    assert FIGURES.count(written) == 1
    assert total(tab, FIGURES.replace(written, instead)) is False


def test_figures_without_their_last_end_of_line_are_refused(tab: Page) -> None:
    assert total(tab, FIGURES[:-1]) is False


def test_figures_follow_those_of_the_day_before(tab: Page) -> None:
    cells = (Cell("48", 1, 0, 10, ()),)
    after = replace(TALLY, day=20781, size=50, previous=TALLY.digest(), cells=cells)
    good = replace(after, gone=10, leaving=10, waiting=32)
    assert total(tab, FIGURES, good.to_bytes().decode()) == 20
    for wrong in (
        replace(good, previous=NO_PREVIOUS),
        replace(good, day=20780),
        replace(good, size=40),
        replace(good, gone=20, waiting=42),
        replace(good, cells=(Cell("75", 1, 0, 10, ()),)),
        replace(good, placed=30, waiting=22, cells=(Cell("48", 1, 10, 10, geos_of("48")),)),
    ):
        assert total(tab, FIGURES, wrong.to_bytes().decode()) is False
