"""The browser tests meet the real thing: the demo, its database, its worker, its letters."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import chromium
from tests.e2e.demo import Demo

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 120.0
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of its own folder and port, started once, stopped at the end."""
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    unwanted = {"DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "KEYS_DIR"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    with (folder / "demo.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.demo", "--port", str(port), "--no-browser"],
            cwd=ROOT,
            env=environment | {"VAR_DIR": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        started = Demo(process=process, folder=folder, port=port)
        started.wait_until_it_serves(START_LIMIT)
        yield started
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(
    request: pytest.FixtureRequest, browser: Browser, demo: Demo
) -> Iterator[BrowserContext]:
    """A fresh visitor with a phone in hand; each test runs with JavaScript, and without."""
    visitor = browser.new_context(
        base_url=demo.address,
        locale="fr-FR",
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
    )
    visitor.set_default_timeout(10_000)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
