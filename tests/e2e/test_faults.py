"""Every process of the demo is killed while people sign; nobody who was thanked is lost."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e import demo as demos
from tests.e2e import victims
from tests.e2e.demo import Demo
from tests.e2e.people import new_address
from tests.e2e.signers import Crowd, ask, books, confirm, open_petition, send, settled_books

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not victims.PROC.exists(), reason="finds processes in /proc"),
]

RETURN_LIMIT = 40.0
SETTLE_LIMIT = 60.0
AT_ONCE = 50
BEHIND_A_PROXY = {"TRUSTED_PROXIES": "1"}


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that no other test uses; it believes the network that each signer claims."""
    with demos.running(tmp_path_factory.mktemp("faults"), settings=BEHIND_A_PROXY) as started:
        yield started


def say(progress: str) -> None:
    print(progress, flush=True)  # noqa: T201  (shown with -s: these tests are long)


def wait_until(true: Callable[[], object], *, limit: float, otherwise: str) -> float:
    """Return after how many seconds `true` came true."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < limit, f"{otherwise} in {limit:.0f} s"
        time.sleep(0.1)
    return time.monotonic() - began


def is_ready(demo: Demo) -> bool:
    return send(demo, "GET", "/readyz").status == 200


def kill_and_wait(role: str, demo: Demo) -> None:
    """Kill one process of `role`; return once as many others play it, and the platform is ready."""
    before = len(victims.playing(role, demo))
    victim = victims.kill_one(role, demo)

    def is_back() -> bool:
        now = victims.playing(role, demo)
        return victim not in now and (len(now) >= before or "connection" in role)

    took = wait_until(is_back, limit=RETURN_LIMIT, otherwise=f"{role} did not come back")
    took += wait_until(lambda: is_ready(demo), limit=RETURN_LIMIT, otherwise="not ready")
    say(f"{role}: back after {took:.1f} s")


def test_whatever_is_killed_comes_back_and_no_signature_is_lost(own_demo: Demo) -> None:
    petition = open_petition(own_demo)
    before = books(own_demo, petition)
    with Crowd(own_demo, petition) as crowd:
        for role in victims.ROLES:
            crowd.wait_for(2, limit=RETURN_LIMIT)
            kill_and_wait(role, own_demo)
        crowd.wait_for(3, limit=RETURN_LIMIT)
    after = settled_books(own_demo, petition, limit=SETTLE_LIMIT)
    assert after.signatures == before.signatures + len(crowd.thanked)
    assert after.counted == after.signatures
    assert all(own_demo.letters_to(address) for address in crowd.thanked)


def test_a_killed_demo_stops_whole_and_starts_again_whole(own_demo: Demo) -> None:
    petition, address = open_petition(own_demo), new_address()
    before = settled_books(own_demo, petition, limit=SETTLE_LIMIT).signatures
    with Crowd(own_demo, petition) as crowd:
        waiting = ask(own_demo, petition, address)
        crowd.wait_for(3, limit=RETURN_LIMIT)
        own_demo.process.kill()
        own_demo.process.wait()
        took = wait_until(
            lambda: not victims.alive(own_demo), limit=RETURN_LIMIT, otherwise="something still ran"
        )
        say(f"the whole demo: stopped after {took:.1f} s")
        again = demos.start(own_demo.folder, port=own_demo.port, settings=BEHIND_A_PROXY)
        own_demo.process = again.process
    confirm(own_demo, waiting, own_demo.code_for(address))
    after = settled_books(own_demo, petition, limit=SETTLE_LIMIT)
    assert after.signatures == after.counted == before + len(crowd.thanked) + 1


def test_fifty_confirmations_at_once_make_one_signature(own_demo: Demo) -> None:
    petition, address = open_petition(own_demo), new_address()
    before = books(own_demo, petition).signatures
    waiting = ask(own_demo, petition, address, network="198.19.1.1")
    typed = {"code": own_demo.code_for(address)}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [pool.submit(send, own_demo, "POST", waiting, typed) for _ in range(AT_ONCE)]
        statuses = {person.result().status for person in asked}
    assert statuses <= {302, 503}
    assert 302 in statuses
    after = settled_books(own_demo, petition, limit=SETTLE_LIMIT)
    assert after.signatures == after.counted == before + 1


def test_fifty_requests_at_once_make_one_letter_and_one_signature(own_demo: Demo) -> None:
    petition, address = open_petition(own_demo), new_address()
    before = books(own_demo, petition).signatures
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [
            pool.submit(ask, own_demo, petition, address, network=f"198.19.{n}.1")
            for n in range(AT_ONCE)
        ]
        waiting = {person.result() for person in asked}
    assert len(waiting) == AT_ONCE
    code = own_demo.code_for(address)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda page: confirm(own_demo, page, code), waiting))
    after = settled_books(own_demo, petition, limit=SETTLE_LIMIT)
    assert after.signatures == after.counted == before + 1
    assert len(own_demo.letters_to(address)) == 1
