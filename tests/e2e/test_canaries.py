"""A thousand known addresses go through every flow; after their period, nothing of ours has one.

What is sealed must be unreadable too: an old backup, restored beside the keys that are left, opens
no address.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.e2e import belongings
from tests.e2e import demo as demos
from tests.e2e.belongings import holds, spellings
from tests.e2e.demo import ROOT, Demo
from tests.e2e.postman import Postman
from tests.e2e.signers import (
    PATIENCE,
    ask,
    confirm,
    confirm_by_link,
    insist,
    link_in,
    open_petition,
    settled_books,
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not Path("/proc").exists(), reason="the embedded services need /proc"),
]

CANARIES = 1000
MARKER = "zqcanari7xw4kfjd"
SETTLE_LIMIT = 300.0
# Nothing is kept longer without its owner's wish: 92 days after the end, and a margin.
AFTER_EVERYTHING = 400
LATER = """
from datetime import timedelta
from django.utils import timezone
from core.retention import destroy_expired_keys
from follows.models import Follow
from follows.services import begin_waiting, purge_requests, stop
from petitions import services
from petitions.models import Petition
from petitions.services.tracing import purge_traces

now = timezone.now()
begin_waiting(at=now)
for token in Follow.objects.values_list("pk", flat=True):
    stop(token=token)
later = now + timedelta(days={days})
services.close_ended_petitions(at=later)
services.purge_expired_requests(at=later)
services.purge_lists(at=later)
purge_requests(at=later)
purge_traces(at=later)
destroy_expired_keys(at=later)
print("settled", services.settle_petitions(at=later + timedelta(days={days})))
"""
OPEN_BACKUP = """
import psycopg
from core.delivery import _open
from core.errors import Unreadable
from core.models import OutboxLetter
from follows.models import FollowRequest
from petitions.models import OwnList, SignatureRequest

def opened(rows, read):
    count = 0
    for row in rows:
        try:
            read(row)
        except Unreadable:
            continue
        count += 1
    return count

with psycopg.connect("{address}") as old:
    wishes = old.execute(
        "SELECT id, asked_on, sealed FROM petitions_signaturerequest WHERE sealed IS NOT NULL"
    ).fetchall()
    lists = old.execute("SELECT id, asked_at, sealed FROM petitions_ownlist").fetchall()
    follows = old.execute("SELECT id, asked_on, sealed FROM follows_followrequest").fetchall()
print("wishes", len(wishes), "lists", len(lists), "follows", len(follows))
print("opened", opened(
    [SignatureRequest(id=i, asked_on=day, sealed=sealed) for i, day, sealed in wishes],
    SignatureRequest.typed,
) + opened(
    [OwnList(id=i, asked_at=at, sealed=sealed) for i, at, sealed in lists], OwnList.address
) + opened(
    [FollowRequest(id=i, asked_on=day, sealed=sealed) for i, day, sealed in follows],
    FollowRequest.wish,
))
"""


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    settings = {"TRUSTED_PROXIES": "1"}
    with demos.running(tmp_path_factory.mktemp("canaries"), settings=settings) as started:
        yield started


def address_of(number: int) -> str:
    return f"{MARKER}.{number}@example.org"


def network_of(number: int) -> str:
    return f"10.{number >> 8}.{number & 255}.1"


def live(demo: Demo, petition: str, postman: Postman, number: int) -> None:
    """Go one canary's way: each tenth stops after asking, confirms, corrects, withdraws…"""
    address, network = address_of(number), network_of(number)
    typed = {
        "name": f"Zoé {MARKER}",
        "email": address,
        "postcode": "47200",
        "news": "on" if number % 2 else "",
    }
    answer = insist(demo, f"/petitions/{petition}/signer/", typed, network=network)
    assert answer.status == 302, str(answer)
    waiting = answer.location
    code = postman.code_for(address, limit=PATIENCE)
    match number % 10:
        case 0 | 1:
            return
        case 2:
            insist(demo, f"/petitions/{petition}/suivre/", {"email": address}, network=network)
        case 3:
            insist(demo, f"{waiting}renvoyer/", {"": ""}, network=network)
        case 4:
            insist(demo, waiting, {"code": _wrong(code)}, network=network)
            ask(demo, petition, address, network=network)
        case 5:
            link = link_in(postman.texts[address])
            answer = confirm_by_link(demo, link, news=typed["news"], network=network)
            assert answer.status == 200, str(answer)
        case 6:
            confirm(demo, waiting, code, network=network)
            insist(demo, "/petitions/mes-signatures/", {"email": address}, network=network)
        case _:
            confirm(demo, waiting, code, network=network)


def _wrong(code: str) -> str:
    return "111111" if code == "000000" else "000000"


def run_in(demo: Demo, script: str) -> str:
    """Run Python inside the demo's own settings, beside the running demo."""
    environment = {**os.environ, "VAR_DIR": str(demo.folder), "TRUSTED_PROXIES": "1"}
    for name in demos.UNWANTED:
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "config.demo", "manage", "shell", "--no-imports", "-c", script],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def places_with_a_canary(demo: Demo) -> list[str]:
    words = spellings(MARKER)
    return [place for place, content in belongings.kept(demo) if holds(content, words)]


def test_a_thousand_canaries_leave_no_trace(own_demo: Demo) -> None:
    petition = open_petition(own_demo)
    with Postman(own_demo) as postman, ThreadPoolExecutor(6) as crowd:
        list(crowd.map(lambda n: live(own_demo, petition, postman, n), range(CANARIES)))
    settled_books(own_demo, petition, limit=SETTLE_LIMIT)
    # Sealed or gone: not even today does a table, a log, a key or the broker show one.
    assert places_with_a_canary(own_demo) == []

    copy = belongings.restored(own_demo, belongings.backup(own_demo), name="yesterday")
    before = run_in(own_demo, OPEN_BACKUP.format(address=copy))
    assert "opened 0" not in before, before

    said = run_in(own_demo, LATER.format(days=AFTER_EVERYTHING))
    assert "settled 0" not in said, said
    assert places_with_a_canary(own_demo) == []
    assert "opened 0" in run_in(own_demo, OPEN_BACKUP.format(address=copy))


def test_the_search_finds_what_is_there(own_demo: Demo) -> None:
    """A search that finds nothing proves nothing unless it finds what was planted."""
    planted = own_demo.folder / "logs" / "planted.log"
    planted.write_bytes(b"...".join(sorted(spellings(MARKER))[:1]))
    assert "logs/planted.log" in places_with_a_canary(own_demo)
    planted.unlink()
