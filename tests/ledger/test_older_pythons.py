"""The one-file programs run on what people have: the Python of Debian 12 and its libraries."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ledger.assembling import assembled
from ledger.sed1.entries import NO_DECISION, Annul, Key, KeyState, KeyUse, Reason
from ledger.tlog.notes import parse_vkey
from tests.database import ROOT
from tests.ledger.verifier.written_log import KEY, WrittenLog, address, log_of

LEDGER = ROOT / "site" / "ledger"
PLACES = ["/usr/bin/python3.11", "/usr/local/bin/python3.11"]
MISSING = "THE VERIFIER WAS NOT RUN ON PYTHON 3.11: none with « cryptography » on this machine"


@cache
def older_pythons() -> list[str]:
    """Return every Python 3.11 of this machine that has the one library needed."""
    homes = sorted(Path.home().glob(".pyenv/versions/3.11*/bin/python"))
    found = [each for each in [*PLACES, *map(str, homes)] if Path(each).exists()]
    probe = "import cryptography.hazmat.primitives.asymmetric.ed25519"
    return [each for each in found if not subprocess.run([each, "-Ic", probe]).returncode]


@pytest.fixture(params=older_pythons() or [""])
def python(request: pytest.FixtureRequest) -> str:
    if not request.param:
        pytest.skip(MISSING)
    return str(request.param)


@pytest.fixture
def log(tmp_path: Path) -> WrittenLog:
    """Return a small log with one entry of every kind that has a choice in it."""
    log = log_of(tmp_path / "log", range(20))
    log.add(Key(KeyUse.CHECKPOINT, KeyState.BEGINS, KEY.public))
    log.add(Annul(6, Reason.BY_MAIL, NO_DECISION))
    return log


def run(python: str, folder: Path, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    file = folder / f"{name}.py"
    file.write_text(assembled(name), encoding="utf-8")
    command = [python, "-I", "-X", "utf8", str(file), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=60)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["recount"], "19"),
        (["receipt", "receipt", "--address", address(4)], "✓ Encore comptée : oui"),
    ],
)
def test_the_verifier_runs_there(
    python: str, tmp_path: Path, log: WrittenLog, words: list[str], answer: str
) -> None:
    (tmp_path / "receipt").write_text(log.receipt(4, 5))
    log.publish()
    place = ["--log", str(log.folder), "--key", str(KEY)]
    done = run(python, tmp_path, "verify", *words, *place)
    assert (done.returncode, done.stderr) == (0, "")
    assert answer in done.stdout


def test_the_witness_runs_there(python: str, tmp_path: Path) -> None:
    made = run(python, tmp_path, "witness", "keygen", "--key", "key", "--name", "temoin.example")
    assert (made.returncode, made.stderr) == (0, "")
    assert parse_vkey(made.stdout.strip()).name == "temoin.example"
    words = ["--state", "state", "--key", "key", "--log", str(KEY), "--port", "0"]
    command = [python, "-I", "-X", "utf8", "witness.py", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == made.stdout
        process.kill()


def pure_modules() -> Iterator[ast.Module]:
    """Yield every module that may stand in the one-file programs."""
    packages = ["sed1", "tlog", "verifier", "witness"]
    for file in [
        LEDGER / "terminal.py",
        *(f for each in packages for f in LEDGER.glob(f"{each}/*.py")),
    ]:
        yield ast.parse(file.read_text(), filename=str(file))


def test_no_number_is_looked_for_in_an_enumeration() -> None:
    """Before Python 3.12, `1 in Reason` is a TypeError."""
    nodes = [node for module in pure_modules() for node in ast.walk(module)]
    enums = {
        node.name
        for node in nodes
        if isinstance(node, ast.ClassDef)
        and any("Enum" in ast.unparse(base) for base in node.bases)
    }
    sought = {
        ast.unparse(place)
        for node in nodes
        if isinstance(node, ast.Compare)
        for operator, place in zip(node.ops, node.comparators, strict=True)
        if isinstance(operator, ast.In | ast.NotIn)
    }
    assert "Reason" in enums
    assert not enums & sought
