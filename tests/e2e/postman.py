"""The postman of a demo: reads each letter once, however many come."""

import os
import re
import time
from collections import Counter
from email import message_from_bytes, policy
from threading import Condition, Thread

from tests.e2e.demo import Demo
from tests.e2e.signers import GaveUp

ROUND = 0.2
CODE = re.compile(r"(?<!\d)(\d{3})[\s\u00a0\u202f]?(\d{3})(?!\d)")


class Postman:
    """Reads the letters of a demo as they come, until the block ends.

    Attributes:
        letters: how many letters came to each address.
        texts: the newest to each.
    """

    def __init__(self, demo: Demo) -> None:
        self.letters: Counter[str] = Counter()
        self.texts: dict[str, str] = {}
        self._folder = demo.folder / "courrier"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._known: set[str] = set()
        self._codes: dict[str, str] = {}
        self._news = Condition()
        self._stopping = False
        self._walk = Thread(target=self._walk_on, daemon=True)

    def __enter__(self) -> "Postman":
        self._walk.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stopping = True
        self._walk.join()

    def code_for(self, address: str, *, limit: float) -> str:
        """Return the six digits of the letter to `address`; raise GaveUp if it is late."""
        with self._news:
            came = self._news.wait_for(lambda: address in self._codes, limit)
        if not came:
            raise GaveUp(f"No letter came to {address} in {limit:.0f} s.")
        return self._codes[address]

    def read_new(self) -> None:
        """Read the letters that came since."""
        new = {name for name in os.listdir(self._folder) if name.endswith(".eml")} - self._known
        self._known |= new
        for name in sorted(new):
            content = (self._folder / name).read_bytes()
            letter = message_from_bytes(content, policy=policy.default)
            body = letter.get_body(("plain",))
            text = self.texts[letter["To"]] = str(body.get_content()) if body else ""
            found = CODE.search(text)
            self.letters[letter["To"]] += 1
            if found:
                self._codes[letter["To"]] = "".join(found.groups())
        with self._news:
            self._news.notify_all()

    def _walk_on(self) -> None:
        while not self._stopping:
            self.read_new()
            time.sleep(ROUND)
