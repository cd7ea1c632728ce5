"""Every environment variable that the settings read is in `.env.example`, and the reverse."""

import ast
import re

from tests.project.tree import ROOT

READERS = {"text", "flag", "number", "words", "path", "database", "valkey", "broker"}


def read_by_settings() -> set[str]:
    """Return the names that settings modules ask `config.env` for."""
    names: set[str] = set()
    for module in (ROOT / "site/config/settings").glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="env"), attr=reader),
                    args=[ast.Constant(value=str(name)), *_],
                ) if reader in READERS:
                    names.add(name)
    return names


def documented() -> set[str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", text, flags=re.MULTILINE))


def test_every_variable_that_is_read_is_documented() -> None:
    assert read_by_settings() - documented() == set()


def test_every_documented_variable_is_read() -> None:
    assert documented() - read_by_settings() == set()


def test_the_environment_is_read_in_one_place() -> None:
    """Only `config.env`, the doors and what starts processes may touch the environment."""
    readers = {
        path.relative_to(ROOT).as_posix()
        for place in ("site", "debates", "petitions")
        for path in (ROOT / place).rglob("*.py")
        if "os.environ" in path.read_text(encoding="utf-8")
    }
    allowed = {"site/config/env.py", "site/config/celery.py", "site/config/wsgi.py"}
    allowed |= {"site/config/settings/test.py"}
    starters = ("site/config/demo/", "site/core/embedded/")
    assert {path for path in readers - allowed if not path.startswith(starters)} == set()
