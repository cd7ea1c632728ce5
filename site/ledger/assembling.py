"""Write `verify.py` and `witness.py`, one file each, from the modules of the pure packages."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SITE = Path(__file__).parents[1]
COMMANDS = {"verify": "ledger.verifier.command", "witness": "ledger.witness.command"}
HEAD = '#!/usr/bin/env python3\n# SPDX-License-Identifier: AGPL-3.0-or-later\n"""{}"""\n\n{}\n'
NEEDED = """try:
{}
except ImportError:
    sys.exit("Il manque la bibliothèque « cryptography » : pip install cryptography")
"""
FOOT = '\n\nif __name__ == "__main__":\n    sys.exit(main())\n'


@cache
def assembled(program: str) -> str:
    """Return the source of « verify » or « witness »; raise ValueError if one name is bound twice.

    Each module of ours that the command needs stands after those it needs itself.
    """
    sources: dict[str, str] = {}
    _collect(COMMANDS[program], sources)
    bound: dict[str, str] = {}
    for name, origin in [each for module in sources.items() for each in _bindings(*module)]:
        if bound.setdefault(name, origin) != origin:
            raise ValueError(f"{name} comes from « {bound[name]} » and from « {origin} ».")
    imports = _merged({origin for origin in bound.values() if "import " in origin})
    title = ast.get_docstring(ast.parse(sources[COMMANDS[program]]))
    bodies = [_body(*module) for module in sources.items()]
    return HEAD.format(title, imports) + "".join(bodies) + FOOT


def _collect(module: str, sources: dict[str, str]) -> None:
    """Read `module` into `sources`, after all those of ours that it needs."""
    source = (SITE / f"{module.replace('.', '/')}.py").read_text()
    for node in ast.parse(source).body:
        needed = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        if needed.startswith("ledger.") and needed not in sources:
            _collect(needed, sources)
    sources[module] = source


def _bindings(module: str, source: str) -> Iterator[tuple[str, str]]:
    """Yield each name that a module binds and whence: an import statement, or a module of ours."""
    for node in ast.parse(source).body:
        match node:
            case ast.ImportFrom(module=str(origin), names=names) if origin.startswith("ledger."):
                yield from [(each.name, origin) for each in names]
            case ast.ImportFrom(names=names) | ast.Import(names=names):
                for each in names:
                    node.names = [each]
                    yield each.asname or each.name, ast.unparse(node)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, module
            case ast.TypeAlias(name=target) | ast.AnnAssign(target=target):
                yield ast.unparse(target), module
            case ast.Assign():
                targets = [each for target in node.targets for each in ast.walk(target)]
                yield from [(each.id, module) for each in targets if isinstance(each, ast.Name)]


def _merged(imports: set[str]) -> str:
    """Return import statements in order, those from one module as one.

    Those of `cryptography` come last: whoever lacks it reads one sentence.
    """
    names: dict[str, list[str]] = {}
    for each in sorted(imports):
        start, _, name = each.rpartition(" import ")
        names.setdefault(start, []).append(name)
    ours = names.pop("")
    theirs: list[str] = []
    for start, imported in names.items():
        place, indent = (theirs, "    ") if start.startswith("from cryptography") else (ours, "")
        place.append(f"{indent}{start} import {', '.join(imported)}")
    return "\n".join([*ours, "", NEEDED.format("\n".join(theirs)).rstrip()])


def _body(module: str, source: str) -> str:
    """Return a module's own lines: no imports, its sentence as a comment."""
    lines = source.split("\n")
    sentence, *nodes = ast.parse(source).body
    for node in reversed([sentence, *nodes]):
        if node is sentence or isinstance(node, ast.Import | ast.ImportFrom):
            del lines[node.lineno - 1 : node.end_lineno]
    words = f"{module}\n{ast.get_docstring(ast.parse(source))}".split("\n")
    comment = "\n".join(f"# {line}".rstrip() for line in words)
    return f"\n\n{comment}\n\n" + "\n".join(lines).strip("\n") + "\n"
