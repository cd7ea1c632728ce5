"""Every process of the demo is killed while people sign; nobody who was thanked is lost."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.e2e import demo as demos
from tests.e2e import victims
from tests.e2e.audit import Audit, Lookout
from tests.e2e.chaos import RETURN_LIMIT, falls, kill_and_wait, wait_until
from tests.e2e.crowd import Crowd, Person
from tests.e2e.demo import Demo
from tests.e2e.people import new_address
from tests.e2e.signers import (
    ask,
    books,
    confirm,
    new_secret,
    open_petition,
    send,
    settled_books,
    thanks_in,
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not victims.PROC.exists(), reason="finds processes in /proc"),
]

SETTLE_LIMIT = 90.0
AT_ONCE = 50
KILLS = 20
BEHIND_A_PROXY = {"TRUSTED_PROXIES": "1"}
ALREADY = "Elle est déjà confirmée"


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that no other test uses; it believes the network that each signer claims."""
    with demos.running(tmp_path_factory.mktemp("faults"), settings=BEHIND_A_PROXY) as started:
        yield started


def say(progress: object) -> None:
    print(progress, flush=True)  # noqa: T201  (shown with -s: these tests are long)


def test_the_audit_finds_who_is_missing_and_who_was_invented(own_demo: Demo) -> None:
    petition = open_petition(own_demo)
    audit = Audit(own_demo, petition, limit=SETTLE_LIMIT)
    with Lookout(own_demo) as lookout, Crowd(own_demo, petition) as crowd:
        crowd.wait_for(2, limit=RETURN_LIMIT)
    invented, missing = crowd.people.pop(), Person(new_address(), network="10.0.0.1")
    assert invented.receipt
    missing.receipt = replace(invented.receipt, secret=bytes.fromhex(missing.secret))
    crowd.people.append(missing)
    wrong = list(audit.violations(crowd, lookout))
    assert f"{missing.address} was thanked, and stands 0 times in the log" in wrong
    assert "nobody signed" in " ".join(wrong)


def test_whatever_is_killed_comes_back_and_everybody_was_told_the_truth(own_demo: Demo) -> None:
    petition = open_petition(own_demo)
    audit = Audit(own_demo, petition, limit=SETTLE_LIMIT)
    with Lookout(own_demo) as lookout, Crowd(own_demo, petition) as crowd:
        for role in victims.ROLES:
            crowd.wait_for(2, limit=RETURN_LIMIT)
            say(kill_and_wait(own_demo, role))
        crowd.wait_for(3, limit=RETURN_LIMIT)
    assert list(audit.violations(crowd, lookout)) == []


def test_kills_at_random_lose_nothing_and_rewrite_nothing(own_demo: Demo) -> None:
    petition = open_petition(own_demo)
    audit = Audit(own_demo, petition, limit=SETTLE_LIMIT)
    with Lookout(own_demo) as lookout, Crowd(own_demo, petition) as crowd:
        crowd.wait_for(3, limit=RETURN_LIMIT)
        for fall in falls(own_demo, kills=KILLS, chance=random.Random()):  # noqa: S311  (a test)
            say(fall)
        crowd.wait_for(3, limit=RETURN_LIMIT)
    say(f"{len(crowd.thanked)} signatures, {len(lookout.notes)} checkpoints")
    assert list(audit.violations(crowd, lookout)) == []


def test_a_killed_demo_stops_whole_and_starts_again_whole(own_demo: Demo) -> None:
    petition, address = open_petition(own_demo), new_address()
    audit = Audit(own_demo, petition, limit=SETTLE_LIMIT)
    with Lookout(own_demo) as lookout, Crowd(own_demo, petition) as crowd:
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
    assert list(audit.violations(crowd, lookout)) == []
    before = books(own_demo, petition).signatures
    confirm(own_demo, waiting, own_demo.code_for(address))
    after = settled_books(own_demo, petition, limit=SETTLE_LIMIT)
    assert after.signatures == after.counted == before + 1


@pytest.mark.parametrize("secrets", [1, AT_ONCE], ids=["the-same", "each-another"])
def test_fifty_confirmations_at_once_make_one_signature(own_demo: Demo, secrets: int) -> None:
    petition, address = open_petition(own_demo), new_address()
    before = books(own_demo, petition).signatures
    waiting = ask(own_demo, petition, address, network="198.19.1.1")
    code, drawn = own_demo.code_for(address), [new_secret() for _ in range(secrets)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        posts = [{"code": code, "secret": drawn[n % secrets]} for n in range(AT_ONCE)]
        answers = list(pool.map(lambda typed: send(own_demo, "POST", waiting, typed), posts))
    assert {answer.status for answer in answers} <= {200, 503}
    told = [answer for answer in answers if answer.status == 200 and ALREADY not in answer.body]
    assert len({thanks_in(answer).extra for answer in told}) == 1
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
    typed = {"code": own_demo.code_for(address), "secret": new_secret()}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda page: send(own_demo, "POST", page, typed), waiting))
    assert {answer.status for answer in answers} <= {200, 503}
    after = settled_books(own_demo, petition, limit=SETTLE_LIMIT)
    assert after.signatures == after.counted == before + 1
    assert len(own_demo.letters_to(address)) == 1
