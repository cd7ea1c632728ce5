"""What can be followed, and what somebody typed to follow it. Pure Python."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject (« petition:7 »), what people call it, and the path of its page."""

    subject: str
    title: str
    path: str

    @property
    def ask_path(self) -> str:
        """Return where its news are asked for: every topic has that page below its own."""
        return f"{self.path}suivre/"


@dataclass(frozen=True, slots=True)
class Wish:
    """A topic, and the simple address that asked for its news; empty once it is confirmed.

    `held_until` is the moment, in ISO 8601, before which no letter goes; empty if nothing is held.
    """

    topic: Topic
    address: str
    held_until: str = ""

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Wish":
        said = json.loads(data)
        return cls(**said | {"topic": Topic(**said["topic"])})
