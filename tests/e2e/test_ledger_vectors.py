"""The log's modules for browsers agree with the vectors, and count as the server does."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ledger.sed1.entries import Annul, Close, Decision, KeyDestroyed, Open, Paper, Sign, Withdraw
from ledger.sed1.receipts import shown
from ledger.tlog.hashing import leaf_hash
from tests.e2e.ledger_site import as_base64, modules_at_hand
from tests.ledger.sed1 import vectors
from tests.ledger.sed1.logs import Log, opened_log, withdrawal
from tests.ledger.verifier.written_log import WrittenLog

pytestmark = pytest.mark.e2e

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors"


@pytest.fixture(scope="module")
def tab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with modules_at_hand(browser, tmp_path_factory.mktemp("log")) as page:
        yield page


def cases(name: str) -> list[dict[str, Any]]:
    """Return external cases, their numbers as digits: some are beyond 2⁵³."""
    if not VECTORS.exists():
        pytest.skip("The 196 external vectors were NOT checked: shared/vectors is not there.")
    lines = (VECTORS / name).read_text(encoding="utf-8").splitlines()
    numbers = ("leafIdx", "treeSize", "size1", "size2")
    return [
        {key: str(value) if key in numbers else value for key, value in json.loads(line).items()}
        for line in lines
    ]


def test_98_inclusion_proofs_are_judged_as_others_judge_them(tab: Page) -> None:
    found = cases("merkle-inclusion.jsonl")
    accepted = tab.evaluate(
        """cases => Promise.all(cases.map((c) => accepts(() => m.proofs.verifyInclusion({
          index: c.leafIdx, size: c.treeSize, leaf: b(c.leafHash), root: b(c.root),
          proof: (c.proof ?? []).map(b)}))))""",
        found,
    )
    assert len(accepted) == 98
    assert [
        c["case"] for c, good in zip(found, accepted, strict=True) if good is c["wantErr"]
    ] == []


def test_98_consistency_proofs_are_judged_as_others_judge_them(tab: Page) -> None:
    found = cases("merkle-consistency.jsonl")
    accepted = tab.evaluate(
        """cases => Promise.all(cases.map((c) => accepts(() => m.proofs.verifyConsistency({
          oldSize: c.size1, size: c.size2, oldRoot: b(c.root1), root: b(c.root2),
          proof: (c.proof ?? []).map(b)}))))""",
        found,
    )
    assert len(accepted) == 98
    assert [
        c["case"] for c, good in zip(found, accepted, strict=True) if good is c["wantErr"]
    ] == []


def test_a_receipt_opens_as_the_vectors_say(tab: Page) -> None:
    opened = tab.evaluate(
        """async ([extra, who]) => {
          const receipt = m.receipts.parseReceipt(b(extra));
          const opened = await m.receipts.openReceipt(receipt, m.opening.whoBytes(1, who));
          const keys = await m.commitments.secretsOf(receipt.secret);
          return Object.entries({...opened, ...keys}).map(([name, at]) => [name, m.bytes.hex(at)]);
        }""",
        [vectors.EXTRA, " Alice@Example.org "],
    )
    assert dict(opened) == {
        "lock": vectors.L.hex(),
        "identity": vectors.I.hex(),
        "geoIdentity": vectors.J.hex(),
        "commitment": vectors.C.hex(),
        "geo": vectors.G.hex(),
        "w": vectors.W.hex(),
        "r": vectors.R.hex(),
        "r2": vectors.R2.hex(),
    }


def test_both_forms_of_a_receipt_are_those_of_the_server(tab: Page) -> None:
    forms = tab.evaluate(
        """async (extra) => {
          const owner = m.receipts.parseReceipt(b(extra));
          const both = [owner, await m.receipts.shown(owner)].map(m.receipts.receiptBytes);
          const again = both.map(m.receipts.parseReceipt).map(m.receipts.receiptBytes);
          return again.map(m.bytes.base64);
        }""",
        vectors.EXTRA,
    )
    assert forms == [
        vectors.EXTRA,
        as_base64(shown(vectors.RECEIPT).to_bytes()),
    ]


@pytest.mark.parametrize(
    ("entry", "leaf"),
    [
        (
            Open(7, 1, vectors.T),
            "62f0348ae2241f07233038350f8c8ce9fbd949bbadb96345012eb0076422741a",
        ),
        (
            Sign(7, 1, vectors.C),
            "63792e0f78f5babf751c7405aad6a043b2aafd832caca0639835e8377e1d5840",
        ),
        (
            Withdraw(1, vectors.W, vectors.I),
            "a74b7e0ed70f0f3c3f2f9c3c90f99976c9fd392c4c4baaa6a632890bcc3296e3",
        ),
        (Close(7, 1, 9), "8f9b0304db22345c9cd185c6adaa0246b88458367a4fd870d1f50c008f656824"),
        (KeyDestroyed(7), "3b6159b659c617eae89b4dcb22accd4032a3e14f6e24bdff094622df3a98d2c6"),
    ],
)
def test_an_entry_has_the_leaf_of_the_vectors(
    tab: Page, entry: Open | Sign | Withdraw | Close | KeyDestroyed, leaf: str
) -> None:
    hashed = tab.evaluate(
        """async (entry) => m.bytes.hex(await m.hashing.leafHash(
          m.entries.entryBytes(m.entries.parseEntry(b(entry)))))""",
        as_base64(entry.to_bytes()),
    )
    assert hashed == leaf == leaf_hash(entry.to_bytes()).hex()


def recounted(tab: Page, log: Log) -> dict[str, Any]:
    """Return what the browser counts in a log kept in memory."""
    found: dict[str, Any] = tab.evaluate(
        """async (log) => {
          const entries = log.map(b);
          const readEntry = async (index) => entries[index];
          const recount = new m.counting.Recount({ size: entries.length, readEntry });
          await recount.feed(entries);
          const { online, paper, closed, isKeyDestroyed } = recount.petitions.get(7);
          return { online, paper, closed: closed && [closed.online, closed.paper], isKeyDestroyed,
            faults: recount.faults.map((each) => [each.index, each.sentence]),
            notices: recount.notices.map((each) => each.index) };
        }""",
        [as_base64(entry) for entry in log.entries],
    )
    return found


def test_a_log_with_every_kind_of_fault_is_recounted_as_by_the_server(tab: Page) -> None:
    log = opened_log()
    signed = [log.sign(number) for number in range(6)]
    decision = log.add(Decision(bytes(32)))
    log.add(withdrawal(signed[0], 0))
    for entry in (
        withdrawal(signed[0], 0),  # twice
        withdrawal(signed[1], 2),  # somebody else's key
        withdrawal(90, 1),  # not yet there
        Annul(signed[2], 2, decision),
        Annul(signed[3], 2, signed[3]),  # not a decision
        Annul(signed[3], 1, 2**64 - 1),
        Open(7, 1, bytes(32)),
        Paper(7, 1, 9, bytes(32)),
        Paper(7, 1, 4, bytes(32)),
        Paper(8, 1, 4, bytes(32)),
        Close(7, 9, 9),
        Close(7, 3, 4),
        Paper(7, 2, 4, bytes(32)),
        KeyDestroyed(7),
        KeyDestroyed(7),
        Annul(signed[4], 2, decision),
        Annul(signed[4], 3, decision),
        withdrawal(signed[5], 5),
        bytes([0x05]),
        bytes([0x99]),
        b"",
    ):
        log.add(entry)
    log.sign(7)
    count, expected = recounted(tab, log), log.petition
    assert (count["online"], count["paper"]) == (expected.online, expected.paper) == (1, 4)
    assert tuple(count["closed"]) == expected.closed == (3, 4)
    assert count["isKeyDestroyed"] is expected.key_destroyed is True
    assert [index for index, _ in count["faults"]] == log.faulty
    assert count["notices"] == [notice.index for notice in log.recount.notices]


@pytest.mark.parametrize("old_size", [1, 2, 255, 256, 257, 511, 600])
def test_a_consistency_proof_made_from_tiles_holds(
    tab: Page, tmp_path: Path, old_size: int
) -> None:
    log = WrittenLog(tmp_path)
    log.add(*(b"%d" % number for number in range(old_size)))
    old = log.checkpoint()
    log.add(*(b"%d" % number for number in range(old_size, 700)))
    tiles = [
        [as_base64(log.tile(0, n)) for n in range(3)],
        [as_base64(log.tile(1, 0))],
    ]
    holds = tab.evaluate(
        """async ([oldSize, size, oldRoot, root, tiles]) => {
          const tile = async (level, number) => {
            const reader = new m.bytes.Reader(b(tiles[level][number]));
            const hashes = [];
            while (!reader.isAtEnd) hashes.push(reader.take(32));
            return hashes;
          };
          const proof = await m.tree.consistencyProof({ size, tile }, oldSize);
          const roots = { oldRoot: b(oldRoot), root: b(root) };
          return accepts(() => m.proofs.verifyConsistency({ oldSize, size, ...roots, proof }));
        }""",
        [
            old.size,
            700,
            as_base64(old.root),
            as_base64(log.checkpoint().root),
            tiles,
        ],
    )
    assert holds
