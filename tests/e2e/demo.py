"""A running demo, as a test sees it from the outside: its address, its letters, its accounts."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 240.0
STOP_LIMIT = 30.0
LETTER_LIMIT = 20.0
# What an operator's environment may hold, and a demo of its own must not inherit.
UNWANTED = {"DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "KEYS_DIR"}


@dataclass
class Demo:
    """The demo's process, its folder and its port on the loopback."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    port: int
    sheets: dict[str, list[str]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "demo.log").read_text(encoding="utf-8", errors="replace")

    def wait_until_it_serves(self, limit: float) -> None:
        """Return once the front page and the broker answer, or fail with the demo's own words."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"The demo stopped:\n{self.log}")
            try:
                with urlopen(f"{self.address}/readyz", timeout=5):  # noqa: S310  (loopback)
                    return
            except (URLError, OSError):
                time.sleep(0.2)
        raise AssertionError(f"The demo did not serve within {limit:.0f} s:\n{self.log}")

    def letter_to(self, address: str, *, newer_than: int = 0, limit: float = LETTER_LIMIT) -> str:
        """Return the text of the newest letter to `address`; wait for the worker to send it."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            found = self.letters_to(address)
            if len(found) > newer_than:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"No letter came for this address:\n{self.log[-3000:]}")

    def letters_to(self, address: str, *, form: str = "plain") -> list[str]:
        """Return each letter to `address`, oldest first, in its `form`: plain or html."""
        texts = []
        for file in sorted((self.folder / "courrier").glob("*.eml")):
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = letter.get_body((form,))
            if letter["To"] == address and body is not None:
                texts.append(str(body.get_content()))
        return texts

    def next_sheet_code(self, address: str) -> str:
        """Return the next code of this account's printed sheet, as the demo showed it."""
        if address not in self.sheets:
            found = re.search(rf"{re.escape(address)}.*\n.*: +((?:\d{{8}} *)+)", self.log)
            assert found, self.log
            self.sheets[address] = found.group(1).split()
        return self.sheets[address].pop(0)

    def code_for(self, address: str, *, newer_than: int = 0, limit: float = LETTER_LIMIT) -> str:
        """Return the six digits of the newest letter to `address`."""
        text = self.letter_to(address, newer_than=newer_than, limit=limit)
        found = re.search(r"(?<!\d)(\d{3})[\s\u00a0\u202f]?(\d{3})(?!\d)", text)
        assert found, text
        return "".join(found.groups())


def start(folder: Path, *, port: int, settings: Mapping[str, str] | None = None) -> Demo:
    """Start a demo that keeps its data in `folder`, and wait until it serves."""
    inherited = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    with (folder / "demo.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.demo", "--port", str(port), "--no-browser"],
            cwd=ROOT,
            env=inherited | dict(settings or {}) | {"VAR_DIR": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    demo = Demo(process=process, folder=folder, port=port)
    try:
        demo.wait_until_it_serves(START_LIMIT)
    except BaseException:
        stop(demo)
        raise
    return demo


def stop(demo: Demo) -> None:
    """End the demo politely, and wait until it has ended."""
    demo.process.terminate()
    demo.process.wait(timeout=STOP_LIMIT)


@contextmanager
def running(folder: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[Demo]:
    """Have a demo of its own folder and port for the block."""
    demo = start(folder, port=free_port(), settings=settings)
    try:
        yield demo
    finally:
        stop(demo)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
