"""Both verifiers take a published file of its exact size, and no other (C2SP tlog-tiles)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ledger.tlog.errors import Invalid
from ledger.verifier.reading import FolderLog
from ledger.verifier.tiling import read_bundle, tile_reader
from tests.e2e.ledger_site import modules_at_hand
from tests.ledger.verifier.written_log import WrittenLog, log_of

pytestmark = pytest.mark.e2e

SIZE = 301
TILE, WHOLE_TILE = "tile/0/001.p/45", "tile/0/001"
BUNDLE, WHOLE_BUNDLE = "tile/entries/001.p/45", "tile/entries/001"
HASH, ENTRY = bytes(32), b"\0\1x"

# What is served, by path: so many hashes or entries, or nothing; and whether it is taken.
SERVED: dict[str, tuple[dict[str, int], bool]] = {
    "the partial file": ({TILE: 45, BUNDLE: 45}, True),
    "the whole file alone": ({WHOLE_TILE: 256, WHOLE_BUNDLE: 256}, True),
    "one more than the partial file's width": ({TILE: 46, BUNDLE: 46}, False),
    "a whole file at the partial one's address": ({TILE: 256, BUNDLE: 256}, False),
    "one fewer": ({TILE: 44, BUNDLE: 44}, False),
    "a wrong partial file beside a right whole one": (
        {TILE: 46, BUNDLE: 46, WHOLE_TILE: 256, WHOLE_BUNDLE: 256},
        False,
    ),
    "a whole file that is not full": ({WHOLE_TILE: 45, WHOLE_BUNDLE: 45}, False),
    "nothing": ({}, False),
}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> WrittenLog:
    return log_of(tmp_path_factory.mktemp("log"), range(SIZE - 1))


@pytest.fixture(scope="module")
def tab(browser: Browser, log: WrittenLog) -> Iterator[Page]:
    with modules_at_hand(browser, log.folder) as page:
        yield page


def serve(log: WrittenLog, widths: dict[str, int]) -> None:
    for path in (TILE, WHOLE_TILE, BUNDLE, WHOLE_BUNDLE):
        (log.folder / path).unlink(missing_ok=True)
        if path in widths:
            log.write(path, (ENTRY if "entries" in path else HASH) * widths[path])


def python_takes(folder: Path) -> list[bool]:
    log = FolderLog(folder)
    return [
        takes(lambda: len(tile_reader(log, size=SIZE)(0, 1)) // len(HASH)),
        takes(lambda: len(read_bundle(log, number=1, size=SIZE))),
    ]


def takes(width: Callable[[], int]) -> bool:
    try:
        return width() == 45
    except Invalid:
        return False


@pytest.mark.parametrize("name", SERVED)
def test_both_verifiers_judge_a_file_alike(tab: Page, log: WrittenLog, name: str) -> None:
    widths, is_taken = SERVED[name]
    serve(log, widths)
    by_browser = tab.evaluate(
        """async (size) => {
          const log = new m.tiles.PublishedLog("/registre/", size);
          const has45 = (read) => accepts(async () => {
            if ((await read()).length !== 45) throw new Error("another width");
          });
          return [await has45(() => log.tile(0, 1)), await has45(() => log.bundle(1))];
        }""",
        SIZE,
    )
    assert by_browser == python_takes(log.folder) == [is_taken, is_taken]
