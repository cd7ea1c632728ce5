"""Scripts import each other under the names that tell their content."""

import re
from pathlib import Path

from django.core.management import call_command
from pytest_django import Settings

IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def test_every_import_of_a_collected_script_names_a_hashed_file(
    settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "core.static_files.ModuleAwareStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    scripts = [file for file in (tmp_path / "js").rglob("*.js") if is_hashed(file)]
    imports = [
        (file.parent / path).resolve()
        for file in scripts
        for path in IMPORTED.findall(file.read_text())
    ]
    assert len(imports) > 10
    assert all(is_hashed(file) and file.exists() for file in imports)


def is_hashed(file: Path) -> bool:
    return re.search(r"\.[0-9a-f]{12}\.js$", file.name) is not None
