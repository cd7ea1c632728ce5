"""A running demo, as a test sees it from the outside: its address, its letters, its accounts."""

import re
import subprocess
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

LETTER_LIMIT = 20.0


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

    def letter_to(self, address: str, *, newer_than: int = 0) -> str:
        """Return the text of the newest letter to `address`; wait for the worker to send it."""
        deadline = time.monotonic() + LETTER_LIMIT
        while time.monotonic() < deadline:
            found = self.letters_to(address)
            if len(found) > newer_than:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"No letter came for this address:\n{self.log[-3000:]}")

    def letters_to(self, address: str) -> list[str]:
        """Return the text of each letter to `address`, oldest first."""
        texts = []
        for file in sorted((self.folder / "courrier").glob("*.eml")):
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = letter.get_body(("plain",))
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

    def code_for(self, address: str, *, newer_than: int = 0) -> str:
        """Return the six digits of the newest letter to `address`."""
        text = self.letter_to(address, newer_than=newer_than)
        found = re.search(r"(?<!\d)(\d{3})[\s\u00a0\u202f]?(\d{3})(?!\d)", text)
        assert found, text
        return "".join(found.groups())
