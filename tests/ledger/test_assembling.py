"""One file, from the modules that the server itself uses, for people who trust nobody."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from ledger import assembling
from ledger.assembling import assembled
from ledger.tlog.notes import VerifierKey, open_note, parse_vkey
from tests.ledger.verifier.written_log import KEY, address, log_of, withdrawal

PROGRAMS = ["verify", "witness"]


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return what runs an assembled program alone: no path, no variable, no package of ours."""

    def run(name: str, *words: str) -> subprocess.CompletedProcess[str]:
        file = tmp_path / f"{name}.py"
        file.write_text(assembled(name), encoding="utf-8")
        command = [sys.executable, "-I", "-W", "error", "-X", "utf8", str(file), *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)

    return run


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_is_readable(name: str) -> None:
    source = assembled(name)
    lines = source.splitlines()
    assert lines[0] == "#!/usr/bin/env python3"
    assert "AGPL-3.0-or-later" in lines[1]
    assert ast.get_docstring(ast.parse(source))
    assert max(map(len, lines)) <= 110
    assert "# ledger.tlog.notes\n# Signed notes" in source


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_is_read_by_the_python_that_debian_12_has(name: str) -> None:
    assert ast.parse(assembled(name), feature_version=(3, 11)).body


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_is_the_same_every_time(name: str) -> None:
    first = assembled(name)
    assembled.cache_clear()
    assert assembled(name) == first


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_needs_nothing_but_python_and_cryptography(name: str) -> None:
    nodes = list(ast.walk(ast.parse(assembled(name))))
    plain = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    others = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    roots = {name.partition(".")[0] for name in plain | others}
    assert roots - sys.stdlib_module_names == {"cryptography"}


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_name_in_it_is_lost_or_bound_twice(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.py"
    file.write_text(assembled(name), encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F,E4,E7,E9,W"]
    run = subprocess.run([*ruff, str(file)], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("name", PROGRAMS)
def test_whoever_lacks_the_library_reads_one_sentence(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.py"
    hidden = "import sys\nsys.modules['cryptography'] = None\n"
    source = assembled(name).replace("\nimport argparse\n", f"\n{hidden}import argparse\n", 1)
    file.write_text(source, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", str(file)], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == "Il manque la bibliothèque « cryptography » : pip install cryptography\n"


def test_the_verifier_alone_checks_receipts(
    program: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    log = log_of(tmp_path / "log", range(300))
    receipts = [tmp_path / "kept", tmp_path / "withdrawn"]
    for receipt, number in zip(receipts, [4, 5], strict=True):
        receipt.write_text(log.receipt(number, number + 1))
    log.add(withdrawal(5, 6))
    log.publish()
    place = ["--log", str(log.folder), "--key", str(KEY)]
    kept, withdrawn = (
        program("verify", "receipt", str(receipt), "--address", address(number), *place)
        for receipt, number in zip(receipts, [4, 5], strict=True)
    )
    assert (kept.returncode, kept.stderr) == (0, "")
    assert "✓ Encore comptée : oui" in kept.stdout
    assert (withdrawn.returncode, withdrawn.stderr) == (1, "")
    assert "✗ Encore comptée : non" in withdrawn.stdout


def test_the_verifier_alone_says_one_sentence_of_what_it_cannot_read(
    program: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "receipt").write_bytes(b"\xff")
    run = program("verify", "receipt", "receipt", "--address", "a", "--key", str(KEY))
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.splitlines() == ["✗ Ce texte n’est pas en UTF-8."]


def test_the_witness_alone_makes_a_key_once(
    program: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    words = ["keygen", "--key", "key", "--name", "temoin.example"]
    first, second = program("witness", *words), program("witness", *words)
    assert first.returncode == 0
    assert parse_vkey(first.stdout.strip()).name == "temoin.example"
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert second.returncode == 1
    assert "jamais remplacée" in second.stderr


def test_a_witness_killed_and_started_again_remembers(
    program: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    program("witness", "keygen", "--key", "key", "--name", "temoin.example")
    log = log_of(tmp_path / "log", range(40))
    body = f"old 0\n\n{log.publish()}".encode()
    answers = []
    for _ in range(2):
        with running_witness(tmp_path) as (key, url):
            answers.append(requests.post(f"{url}add-checkpoint", data=body, timeout=5))
    assert [each.status_code for each in answers] == [200, 409]
    assert open_note(log.publish() + answers[0].text, [key]).signed_by == (key,)


@contextmanager
def running_witness(folder: Path) -> Iterator[tuple[VerifierKey, str]]:
    """Start the assembled witness, yield its key and address, and kill it."""
    words = ["--state", "state", "--key", "key", "--log", str(KEY), "--port", "0"]
    command = [sys.executable, "-I", "-X", "utf8", str(folder / "witness.py"), *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder
    ) as process:
        assert process.stdout is not None
        try:
            yield parse_vkey(process.stdout.readline().strip()), process.stdout.readline().strip()
        finally:
            process.kill()


def write_modules(folder: Path, **sources: str) -> None:
    package = folder / "ledger" / "verifier"
    package.mkdir(parents=True)
    for name, source in sources.items():
        (package / f"{name}.py").write_text(f'"""One module."""\n\n{source}')


@pytest.mark.parametrize(
    "other",
    [
        "def seen(): ...\n",
        "class seen: ...\n",
        "type seen = int\n",
        "seen: int = 1\n",
        "first, seen = 1, 2\n",
        "from json import loads as seen\n",
    ],
)
def test_two_modules_that_bind_one_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    command = "from ledger.verifier.other import first\n\nseen = 1\n\n\ndef main(): ...\n"
    write_modules(tmp_path, command=command, other=other)
    monkeypatch.setattr(assembling, "SITE", tmp_path)
    assembled.cache_clear()
    with pytest.raises(ValueError, match="seen comes from"):
        assembled("verify")
