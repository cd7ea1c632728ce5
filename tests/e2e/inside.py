"""What tests run inside a demo, beside its own processes: what the clock or a desk would do."""

import os
import subprocess
import sys

from tests.e2e import demo as demos
from tests.e2e.demo import ROOT, Demo

BEGIN = """
from django.utils import timezone
from follows.models import Follow
from follows.services import begin_waiting

begin_waiting(at=timezone.now())
print(*Follow.objects.values_list("pk", flat=True))
"""
REFUSE = """
from django.utils import timezone
from accounts.models import User
from petitions.models import RefusalReason, Review
from petitions.services import refuse_review

for review in Review.objects.undecided().filter(petition__author__email__startswith="{marker}"):
    refuse_review(
        review=review,
        reason=RefusalReason.objects.filter(is_offered=True).first(),
        explanation="La demande ne dit pas à quel service elle s’adresse.",
        by=User.objects.get(email="moderation@demo.invalid"),
        at=timezone.now(),
    )
    print("refused")
"""
LATER = """
from datetime import timedelta
from django.utils import timezone
from accounts.services import forget_ended_sessions
from core.retention import destroy_expired_keys
from follows.services import purge_requests
from petitions import services
from petitions.services.tracing import purge_traces

later = timezone.now() + timedelta(days={days})
services.close_ended_petitions(at=later)
services.purge_expired_requests(at=later)
services.purge_lists(at=later)
purge_requests(at=later)
purge_traces(at=later)
forget_ended_sessions(at=later)
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
