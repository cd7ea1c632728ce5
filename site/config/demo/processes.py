"""The demo's processes: web, worker, beat."""

import sys
from collections.abc import Mapping

from config.demo.folder import FOLDER, LOGS
from config.demo.supervisor import Child

GRANIAN = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "2"]
CELERY = ["-m", "celery", "--quiet", "--app", "config.celery"]
QUIET = ["--loglevel", "WARNING"]


def web(environment: Mapping[str, str], *, port: int) -> Child:
    where = ["--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4"]
    safe = ["--respawn-failed-workers", "--workers-kill-timeout", "5"]
    return _child("web server", [*GRANIAN, *where, *safe, "config.wsgi:application"], environment)


def worker(environment: Mapping[str, str]) -> Child:
    # One process with threads: killed, it leaves no children behind.
    pool = ["--pool", "threads", "--concurrency", "2"]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return _celery("worker", ["worker", *pool, *alone], environment)


def beat(environment: Mapping[str, str]) -> Child:
    schedule = ["--schedule", str(FOLDER / "beat-schedule"), "--pidfile", ""]
    return _celery("clock", ["beat", *schedule], environment)


def _celery(name: str, arguments: list[str], environment: Mapping[str, str]) -> Child:
    # Celery's command line reads BROKER_URL too, before any setting, and knows no `unix:`.
    broker = environment["BROKER_URL"].replace("unix://", "redis+socket://")
    return _child(name, [*CELERY, "--broker", broker, *arguments, *QUIET], environment)


def _child(name: str, arguments: list[str], environment: Mapping[str, str]) -> Child:
    log = LOGS / f"{name.replace(' ', '-')}.log"
    return Child(name, [sys.executable, *arguments], environment, log)
