"""Addresses under `/registre/`: the prefix of the log (C2SP tlog-tiles), and its pages."""

from django.urls import path, re_path

from ledger.views import announcements, files, pages, tiles

app_name = "ledger"

# No number has two addresses, and none is longer than the log's four bytes.
PETITION = r"(?P<petition>0|[1-9][0-9]{0,9})"
DAY = r"(?P<day>0|[1-9][0-9]{0,9})"

urlpatterns = [
    path("", pages.home, name="home"),
    path("verifier/", pages.verifier, name="verifier"),
    path("checkpoint", tiles.checkpoint, name="checkpoint"),
    path("tile/<path:address>", tiles.tile, name="tile"),
    re_path(r"^objet/(?P<digest>[0-9a-f]{64})\.json\Z", files.named_object, name="object"),
    re_path(rf"^ventilation/{PETITION}/\Z", files.tally_days, name="tally_days"),
    re_path(rf"^ventilation/{PETITION}/{DAY}\.txt\Z", files.tally, name="tally"),
    path("cles", announcements.keys, name="keys"),
    path("comptes.json", announcements.counts, name="counts"),
    path("verify.py", announcements.program, {"name": "verify"}, name="verify"),
    path("witness.py", announcements.program, {"name": "witness"}, name="witness"),
]
