"""The project's own Python modules, as the tests of this folder read them."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("site", "debates", "petitions", "tests")


def modules() -> Iterator[Path]:
    """Yield every module that somebody wrote by hand, relative to the root."""
    for place in CODE:
        for path in sorted((ROOT / place).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT)
    yield Path("run.py")
    yield Path("manage.py")
