"""Several people at the same instant, each with a thread and a database connection of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

type Refusals = tuple[type[Exception], ...]


def all_at_once(acts: Sequence[Callable[[], Any]], *, refusals: Refusals = ()) -> list[Any]:
    """Run every act from one start; return what each returned, or which refusal it raised.

    Any other exception is raised here.
    """
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except refusals as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(run, acts))


def outcomes(acts: Sequence[Callable[[], Any]], *, refusals: Refusals) -> list[str]:
    """Run every act from one start; return « won » or the name of its refusal for each."""
    said = all_at_once(acts, refusals=refusals)
    return [type(one).__name__ if isinstance(one, refusals) else "won" for one in said]
