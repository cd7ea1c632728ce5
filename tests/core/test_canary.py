"""What people type appears in no line of the logs."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from core.logs import json_formatter

pytestmark = pytest.mark.django_db
CANARY = "canari.dupont@example.org"


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    """Everything that would be printed at the most talkative level we allow."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_formatter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_no_log_line_holds_what_was_typed(client: Client, printed: io.StringIO) -> None:
    typed = {"email": CANARY, "name": CANARY}
    client.get("/inconnu/", typed)
    client.get(f"/inconnu/{CANARY}/")
    client.post("/inconnu/", typed)
    client.post("/healthz", typed)
    client.get("/p/zzzzzz/", typed, headers={"host": f"{CANARY}.evil", "referer": CANARY})
    lines = printed.getvalue()
    assert "Not Found" in lines
    assert "canari" not in lines
    assert "dupont" not in lines
