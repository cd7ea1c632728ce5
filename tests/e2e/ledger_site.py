"""A tiny site for the scripts of the public log: our static files, one written log, a few pages."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.utils.csp import build_policy
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

STATIC = Path(__file__).resolve().parents[2] / "site" / "static"

type Answer = Callable[[dict[str, str]], tuple[int, dict[str, Any] | str]]
"""Take a form; return a status and a body: what a script is told, or a page."""


@dataclass
class LedgerSite:
    """What the site serves; `asked` holds each path that was fetched, `posted` each form."""

    log_folder: Path
    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    posted: list[dict[str, str]] = field(default_factory=list)
    address: str = ""

    def file_of(self, path: str) -> bytes | None:
        """Return what stands at `path`, or None."""
        if path in self.pages:
            return self.pages[path].encode()
        for prefix, folder in (("/static/", STATIC), ("/registre/", self.log_folder)):
            file = folder / path.removeprefix(prefix)
            if path.startswith(prefix) and file.is_file():
                return file.read_bytes()
        return None


@contextmanager
def serving(site: LedgerSite) -> Iterator[LedgerSite]:
    """Serve `site` on the loopback for the block, under our own Content-Security-Policy."""
    policy = build_policy(settings.SECURE_CSP)

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            body = site.file_of(self.path)
            kind = "text/html; charset=utf-8" if self.path in site.pages else None
            self._send(404 if body is None else 200, body or b"", kind)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = dict(parse_qsl(self.rfile.read(length).decode()))
            site.posted.append(form)
            status, body = site.answers[self.path](form)
            if isinstance(body, str):
                self._send(status, body.encode(), "text/html; charset=utf-8")
            else:
                self._send(status, json.dumps(body).encode(), "application/json")

        def _send(self, status: int, body: bytes, kind: str | None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind or self.guess_type(self.path))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", policy)
            is_script = self.path.startswith("/static/")
            self.send_header("Cache-Control", "max-age=60" if is_script else "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        site.address = f"http://127.0.0.1:{server.server_port}"
        yield site
        server.shutdown()


# What the page has at hand: every module by its name, bytes as base64, and whether work is refused.
PRELUDE = """
const names = ["bytes", "hashing", "proofs", "entries", "commitments", "receipts", "notes", "trust",
  "checkpoints", "tlog_proofs", "promises", "opening", "counting", "tiles", "tree", "areas",
  "tallies"];
window.m = Object.fromEntries(await Promise.all(
  names.map(async (name) => [name, await import(`/static/js/ledger/${name}.js`)])));
window.b = (letters) => Uint8Array.from(atob(letters ?? ""), (letter) => letter.charCodeAt(0));
window.accepts = async (work) => {
  try { await work(); return true; } catch (error) {
    if (error instanceof m.bytes.Invalid && /^[A-ZÀÉ].*[.!?)]$/.test(error.message)) return false;
    throw error;
  }
};
"""


@contextmanager
def modules_at_hand(browser: Browser, folder: Path) -> Iterator[Page]:
    """Have a page that holds every module of the log in `m`, for the block."""
    with serving(LedgerSite(folder, pages={"/": "<!doctype html><title>-</title>"})) as site:
        page = browser.new_page(base_url=site.address)
        page.goto("/")
        page.evaluate(f"async () => {{ {PRELUDE} }}")
        yield page
        page.close()


def as_base64(data: bytes) -> str:
    return b64encode(data).decode()


@contextmanager
def small_screen(browser: Browser, site: LedgerSite) -> Iterator[BrowserContext]:
    """Have a visitor of `site`, whose cache spares each test the scripts."""
    size: ViewportSize = {"width": 320, "height": 700}
    visitor = browser.new_context(base_url=site.address, locale="fr-FR", viewport=size)
    visitor.set_default_timeout(10_000)
    yield visitor
    visitor.close()


@contextmanager
def careful_tab(visitor: BrowserContext) -> Iterator[Page]:
    """Have a new tab; a script that fails, or that the page's policy forbids, fails the test."""
    page = visitor.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Security" in said.text else None)
    yield page
    page.close()
    assert wrong == []
