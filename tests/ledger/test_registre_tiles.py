"""The log is served to the byte of C2SP tlog-tiles, from its files, and nothing beyond its size."""

import pytest
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ledger import store
from ledger.services import publish, seal
from ledger.tlog.checkpoints import parse_checkpoint
from ledger.tlog.hashing import HASH_BYTES, leaf_hash
from ledger.tlog.notes import parse_note
from ledger.tlog.tiles import bundle_path, decode_bundle, root, tile_path
from tests.factories.ledger import NOW, make_log, make_signers

pytestmark = pytest.mark.django_db
# A log of the tests begins with two keys and the text of a petition.
BEFORE = 3


def read(client: Client, path: str) -> bytes:
    """Return what the log serves at `path`, a file of it."""
    response = client.get(f"/registre/{path}")
    assert response.status_code == 200, path
    return body_of(response)


def body_of(response: HttpResponseBase) -> bytes:
    parts = response if isinstance(response, StreamingHttpResponse) else [response.getvalue()]
    return b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)


def status(client: Client, path: str) -> int:
    return client.get(f"/registre/{path}").status_code


def grow(signatures: int) -> None:
    make_signers(signatures)
    seal(at=NOW)
    publish()


def test_what_is_served_leads_to_the_signed_root(client: Client) -> None:
    make_log(300)
    signed = parse_checkpoint(parse_note(read(client, "checkpoint")).text)
    widths = {(0, 0): 256, (0, 1): 300 + BEFORE - 256, (1, 0): 1}

    def served(level: int, number: int) -> bytes:
        return read(client, tile_path(level, number, widths[level, number]))

    assert signed.size == 300 + BEFORE
    assert root(served, size=signed.size) == signed.root


def test_every_entry_hashes_to_its_place_in_the_tree(client: Client) -> None:
    make_log(300)
    for number, width in [(0, 256), (1, 300 + BEFORE - 256)]:
        entries = decode_bundle(read(client, bundle_path(number, width)))
        leaves = b"".join(map(leaf_hash, entries))
        assert leaves == read(client, tile_path(0, number, width))


def test_each_file_says_what_it_is_and_how_long_it_lasts(client: Client) -> None:
    make_log(5)
    for path, kind, lasting in [
        ("checkpoint", "text/plain; charset=utf-8", "public, max-age=1"),
        ("tile/0/000.p/8", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("tile/entries/000.p/8", "application/octet-stream", "public, max-age=31536000, immutable"),
    ]:
        response = client.get(f"/registre/{path}")
        assert response["Content-Type"] == kind
        assert response["Cache-Control"] == lasting
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
        assert "Vary" not in response or "Cookie" not in response["Vary"]


def test_parts_of_every_width_below_the_signed_size_are_served(client: Client) -> None:
    make_log(5)
    grow(260)
    whole_tile, whole_bundle = read(client, "tile/0/000"), read(client, "tile/entries/000")
    for width in [1, 8, 255]:
        part = read(client, f"tile/0/000.p/{width}")
        assert part == whole_tile[: width * HASH_BYTES]
        entries = decode_bundle(read(client, f"tile/entries/000.p/{width}"))
        assert entries == decode_bundle(whole_bundle)[:width]


def test_nothing_beyond_the_signed_size_is_served_nor_remembered(client: Client) -> None:
    make_log(5)
    for path in ["tile/0/000.p/9", "tile/entries/000.p/9", "tile/0/000", "tile/1/000.p/1"]:
        response = client.get(f"/registre/{path}")
        assert response.status_code == 404
        assert response["Cache-Control"] == "no-store"
        assert response["Access-Control-Allow-Origin"] == "*"
    grow(1)
    read(client, "tile/0/000.p/9")


def test_what_is_published_but_not_signed_yet_is_not_served(client: Client) -> None:
    make_log(5)
    signed = store.read("checkpoint")
    grow(1)
    assert signed is not None
    store.write("checkpoint", signed)
    assert [status(client, f"tile/0/000.p/{width}") for width in [8, 9]] == [200, 404]
    assert [status(client, f"tile/entries/000.p/{width}") for width in [8, 9]] == [200, 404]


@pytest.mark.parametrize(
    "path",
    [
        "tile/00/000.p/1",
        "tile/0/0.p/1",
        "tile/0/0000.p/1",
        "tile/0/x000/000.p/1",
        "tile/0/x00/000.p/1",
        "tile/0/000/000.p/1",
        "tile/0/x000.p/1",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/-1",
        "tile/0/000.p/",
        "tile/0/000.p/1/",
        "tile/0/000.p/1%0A",
        "tile/0/000.P/1",
        "tile/0/٠٠٠.p/1",
        "tile/-1/000.p/1",
        "tile/5/000.p/1",
        "tile/6/000.p/1",
        "tile/63/000.p/1",
        "tile/64/000.p/1",
        "tile/data/000.p/1",
        "tile/entries/000.p/001",
        "tile/entries/x000/000.p/1",
        "tile/0/../0/000.p/1",
        "tile/0/x" + "/x".join(["999"] * 6) + "/999",
        "tile/0/x" + "/x".join(["999"] * 400) + "/999",
        "tile/0/" + "9" * 5000,
    ],
)
def test_a_file_of_the_log_has_one_address(client: Client, path: str) -> None:
    make_log(5)
    assert status(client, path) == 404


def test_an_empty_log_has_nothing_to_read(client: Client) -> None:
    for path in ["checkpoint", "tile/0/000", "tile/0/000.p/1", "tile/entries/000.p/1"]:
        assert status(client, path) == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_log_is_only_read(client: Client, method: str) -> None:
    make_log(5)
    for path in ["checkpoint", "tile/0/000.p/8"]:
        assert client.generic(method, f"/registre/{path}").status_code == 405


def test_head_says_what_get_would(client: Client) -> None:
    make_log(5)
    for path in ["checkpoint", "tile/0/000.p/8", "tile/entries/000.p/8"]:
        asked = client.head(f"/registre/{path}")
        assert asked["Content-Length"] == str(len(read(client, path)))
        assert body_of(asked) == b""


def test_the_log_is_read_without_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_log(5)
    with django_assert_num_queries(0):
        for path in ["checkpoint", "tile/0/000.p/8", "tile/entries/000.p/8", "tile/0/000.p/3"]:
            read(client, path)


def test_a_reader_of_the_whole_log_drives_no_page_out_of_memory(client: Client) -> None:
    make_log(5)
    assert client.get("/registre/tile/0/000.p/8").streaming


def test_what_is_not_there_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_log()
    with django_assert_num_queries(0):
        assert status(client, "tile/0/999") == 404


@pytest.mark.parametrize("path", ["checkpoint", "", "tile/0/000.p/5"])
def test_a_damaged_checkpoint_is_never_an_error_of_ours(client: Client, path: str) -> None:
    make_log()
    store.write(store.CHECKPOINT, b"damaged")
    assert status(client, path) in {200, 503}
