"""The 196 cases that other implementations of transparency logs agree on."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from ledger.tlog.errors import Invalid
from ledger.tlog.proofs import verify_consistency, verify_inclusion

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors"

pytestmark = pytest.mark.skipif(
    not VECTORS.exists(),
    reason="The 196 external vectors were NOT checked: shared/vectors is not beside the checkout.",
)


def cases(name: str) -> list[dict[str, Any]]:
    lines = (VECTORS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def hashes(case: dict[str, Any]) -> list[bytes]:
    return [b64decode(each) for each in case["proof"] or []]


def accepts_inclusion(case: dict[str, Any]) -> bool:
    try:
        verify_inclusion(
            index=case["leafIdx"],
            size=case["treeSize"],
            leaf=b64decode(case["leafHash"]),
            proof=hashes(case),
            root=b64decode(case["root"]),
        )
    except Invalid:
        return False
    return True


def accepts_consistency(case: dict[str, Any]) -> bool:
    try:
        verify_consistency(
            old_size=case["size1"],
            size=case["size2"],
            old_root=b64decode(case["root1"]),
            root=b64decode(case["root2"]),
            proof=hashes(case),
        )
    except Invalid:
        return False
    return True


def test_98_inclusion_proofs_are_judged_as_others_judge_them() -> None:
    found = cases("merkle-inclusion.jsonl")
    assert len(found) == 98
    assert [each["case"] for each in found if accepts_inclusion(each) == each["wantErr"]] == []


def test_98_consistency_proofs_are_judged_as_others_judge_them() -> None:
    found = cases("merkle-consistency.jsonl")
    assert len(found) == 98
    assert [each["case"] for each in found if accepts_consistency(each) == each["wantErr"]] == []
