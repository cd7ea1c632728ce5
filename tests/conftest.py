"""What every test has: embedded servers, a database of its own, no network beyond this machine."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings as all_settings
from django.db import connections
from pytest_django import DjangoDbBlocker, Settings
from pytest_socket import socket_allow_hosts

from config import env
from core import limits
from core.embedded import Services, services
from petitions.services import guarding
from tests import browser, database

# Playwright keeps an event loop in the thread of the tests; Django would take each for a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

LOOPBACK = ["127.0.0.1", "::1", "localhost"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked `long` as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests to `--long`, and say loudly which browser tests nothing can drive."""
    if not config.getoption("--long"):
        longer = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=longer)
        items[:] = [item for item in items if item not in longer]
    for item in items:
        if item.get_closest_marker("e2e") and browser.chromium() is None:
            item.add_marker(pytest.mark.skip(reason=browser.MISSING))
        if _meets_the_demo(item):
            item.add_marker(pytest.mark.xdist_group("demo"))
    # One worker begins with these, so that one demo serves them all.
    items.sort(key=lambda item: not _meets_the_demo(item))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    without_browser = [report for report in skipped if browser.MISSING in str(report.longrepr)]
    if without_browser:
        words = f"{len(without_browser)} browser tests did NOT run. {browser.MISSING}"
        terminalreporter.section(words, red=True, bold=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After a test that committed, take a fresh database: flushing loses what migrations wrote."""
    yield
    if nextitem is not None and _commits(item):  # after the last test the server is gone already
        with item.session.config.stash[BLOCKER].unblock():
            database.renew()


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep each test's log and keys apart: they begin with the test's database, and end with it.

    A renewed database counts from 1 again: the key of a petition that another test settled would
    be found destroyed.
    """
    own = tmp_path_factory.getbasetemp() / uuid4().hex
    settings.LEDGER_DIR, settings.KEYS_DIR = own / "registre", own / "keys"


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    """Let no test meet what another one counted, or which rules it set."""
    limits._limiter.cache_clear()
    guarding.read_again()


@pytest.fixture(scope="session")
def servers() -> Iterator[Services]:
    """A PostgreSQL and a Valkey for the tests, in var/test; the demo's are never touched."""
    folder = database.ROOT / "var" / "test"
    with services(folder, fast=True, environment=all_settings.GIVEN_SERVICES) as found:
        yield found


@pytest.fixture(scope="session")
def broker_url(servers: Services) -> str:
    """The address of a real Valkey, for the few tests that need one."""
    return servers.environment["BROKER_URL"]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    servers: Services,
    pytestconfig: pytest.Config,
) -> Iterator[None]:
    """Replace pytest-django's: clone a migrated template instead of migrating."""
    os.environ.update(servers.environment)  # for the programs that some tests start
    ours = connections.settings["default"]
    found = env.database("DATABASE_URL")
    ours.update(found | {"OPTIONS": ours["OPTIONS"] | found["OPTIONS"]})
    pytestconfig.stash[BLOCKER] = django_db_blocker
    with django_db_blocker.unblock(), database.copied():
        yield


BLOCKER = pytest.StashKey[DjangoDbBlocker]()


def _meets_the_demo(item: pytest.Item) -> bool:
    return "demo" in getattr(item, "fixturenames", []) or bool(item.get_closest_marker("e2e"))


def _commits(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", [])
    marker = item.get_closest_marker("django_db")
    asked = bool(marker and marker.kwargs.get("transaction"))
    return asked or "transactional_db" in fixtures or "live_server" in fixtures
