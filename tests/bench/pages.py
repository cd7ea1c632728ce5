"""Measure what anonymous readers get, cached and not: `python3 run.py bench pages`."""

from collections.abc import Iterator
from importlib import import_module

from django.db import connection

from tests.bench.harness import platform, say
from tests.bench.report import again, anew, in_turns, queries_of_get, row

CONTRIBUTIONS = 200
_PROPOSAL = """
    SELECT slug, proposal_path FROM petitions_petition WHERE status = 'open' ORDER BY id LIMIT 1
"""


def main() -> None:
    with platform() as port:
        say(f"Writing a debate with {CONTRIBUTIONS} contributions…")
        # Models can be imported only once the database has its address.
        crowd = import_module("tests.bench.crowd")
        debate = crowd.make_crowded_debate(CONTRIBUTIONS)
        pages = dict(_pages(f"/debats/{debate.slug}/"))
        works = {"hello-world": again("/bench/hello")}
        for name, path in pages.items():
            works[name] = again(path)
            works[f"{name}, uncached"] = anew(path)
        say("Reading…")
        done = in_turns(port, works)
        hello = done.pop("hello-world")
        row("hello-world", hello, queries=None)
        for name, measured in done.items():
            path = pages.get(name.removesuffix(", uncached"), "")
            queries = queries_of_get(path) if name not in pages else None
            row(name, measured, queries=queries, hello_world=hello.rate)


def _pages(debate: str) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_PROPOSAL)
        [[petition, proposal]] = cursor.fetchall()
    yield "home", "/"
    yield "a proposal with its petition", proposal
    yield "the sign page", f"/petitions/{petition}/signer/"
    yield f"a debate with {CONTRIBUTIONS} contributions", debate
    yield "the committees", "/comites/"
    yield "the transparency page", "/transparence/"


if __name__ == "__main__":
    main()
