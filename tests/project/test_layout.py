"""The house of the design: what stands at the top, what a module looks like."""

import ast
import shutil
import site
import subprocess
from pathlib import Path

import pytest

from tests.project.tree import ROOT, modules

TOP = {
    ".ci", ".env.example", ".gitignore", ".python-version", "CHANGELOG.md", "CONTRIBUTING.md",
    "Dockerfile", "LICENSE", "README.md", "SECURITY.md", "compose.yaml", "debates", "manage.py",
    "petitions", "pyproject.toml", "requirements.lock", "run.py", "site", "templates", "tests",
    # Docker's own list of what not to copy, which only works here.
    ".dockerignore",
}  # fmt: skip
LONGEST_MODULE = 300


def committed() -> set[str]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return {line.split("/")[0].strip('"') for line in listed.stdout.splitlines()}


def test_nothing_else_stands_at_the_top() -> None:
    assert committed() - TOP == set()


def test_the_site_folder_is_a_source_root_and_not_a_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()


def test_the_standard_library_keeps_its_module_site() -> None:
    assert callable(site.getsitepackages)


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(module) for module in modules() if not says_something(module)]
    assert silent == []


def test_every_module_can_be_read_in_one_sitting() -> None:
    too_long = [str(module) for module in modules() if lines(module) > LONGEST_MODULE]
    assert too_long == []


def says_something(module: Path) -> bool:
    text = (ROOT / module).read_text(encoding="utf-8")
    return not text.strip() or ast.get_docstring(ast.parse(text)) is not None


def lines(module: Path) -> int:
    return (ROOT / module).read_text(encoding="utf-8").count("\n")
