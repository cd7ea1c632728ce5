"""What we write in French is read as written: a package may translate the same word otherwise."""

import ast
import re
from collections.abc import Iterator

from django.utils.translation import gettext, override

from tests.project.tree import ROOT, modules

MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATES = re.compile(r"{% translate \"([^\"]+)\"|_\(\"([^\"]+)\"\)")


def in_code() -> Iterator[str]:
    for path in modules():
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                said = [word.value for word in node.args if isinstance(word, ast.Constant)]
                yield from (word for word in said if isinstance(word, str))


def in_templates() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.*"):
        for found in IN_TEMPLATES.findall(path.read_text()):
            yield "".join(found)


def test_no_package_translates_our_words_into_others() -> None:
    words = {*in_code(), *in_templates()}
    assert "Signer la pétition" in words
    with override("fr"):
        assert {word: gettext(word) for word in words if gettext(word) != word} == {}
