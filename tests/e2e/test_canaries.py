"""A thousand known addresses go through every flow; after their period, nothing of ours has one.

What is sealed must be unreadable too: an old backup, restored beside the keys that are left, opens
no address.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.e2e import belongings
from tests.e2e import demo as demos
from tests.e2e.belongings import holds, spellings
from tests.e2e.demo import Demo
from tests.e2e.inside import BEGIN, LATER, OPEN_BACKUP, REFUSE, run_in
from tests.e2e.members import Member
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

SIGNERS, FOLLOWERS, GROUPS, GROUP = 877, 60, 9, 7
CANARIES = SIGNERS + FOLLOWERS + GROUPS * GROUP
assert CANARIES == 1000
MARKER = "zqcanari7xw4kfjd"
# An account bears its address in clear until it is deleted.
MEMBER = "zqcompte5mv8hrpt"
SETTLE_LIMIT = 300.0
# Nothing is kept longer without its owner's wish: 92 days after the end, and a margin.
AFTER_EVERYTHING = 400


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    settings = {"TRUSTED_PROXIES": "1"}
    with demos.running(tmp_path_factory.mktemp("canaries"), settings=settings) as started:
        yield started


def address_of(number: int) -> str:
    return f"{MARKER if number < SIGNERS + FOLLOWERS else MEMBER}.{number}@example.org"


def network_of(number: int) -> str:
    return f"10.{number >> 8}.{number & 255}.1"


def live(demo: Demo, petition: str, postman: Postman, number: int) -> None:
    """Go one signer's way: each tenth stops after asking, confirms, corrects, withdraws…"""
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


def follow(demo: Demo, petition: str, postman: Postman, number: int) -> None:
    """Ask for news without signing; some never confirm, some ask for the letter again."""
    address, network = address_of(number), network_of(number)
    path = f"/petitions/{petition}/suivre/"
    answer = insist(demo, path, {"email": address}, network=network)
    assert answer.status == 302, str(answer)
    waiting, code = answer.location, postman.code_for(address, limit=PATIENCE)
    match number % 4:
        case 0:
            return
        case 1:
            insist(demo, f"{waiting}renvoyer/", {"": ""}, network=network)
            return
        case 2:
            insist(demo, waiting, {"code": _wrong(code)}, network=network)
    answer = insist(demo, waiting, {"code": code}, network=network)
    assert answer.status == 302, str(answer)


def stop_following(demo: Demo) -> int:
    """Press the button that stands at the foot of each letter of news; return how many."""
    tokens = run_in(demo, BEGIN).split()
    for token in tokens:
        path = f"/suivi/arreter/{token}/"
        assert insist(demo, path, {"": ""}, network=network_of(0)).status == 200
    return len(tokens)


def meet(demo: Demo, postman: Postman, group: int) -> list[Member]:
    """Let one propose and five support; one more asks for a code, and never types it.

    The proposal of each second group is withdrawn, the other waits for its review.
    """
    first = SIGNERS + FOLLOWERS + group * GROUP
    numbers = range(first, first + GROUP)
    *people, absent = (Member(demo, address_of(one), network_of(one)) for one in numbers)
    absent.knock()
    for person in people:
        person.log_in(postman)
    author, *supporters = people
    own, page = author.propose()
    for supporter in supporters:
        supporter.support(page)
    if group % 2:
        author.withdraw(own)
    return people


def _wrong(code: str) -> str:
    return "111111" if code == "000000" else "000000"


def places_with_a_canary(demo: Demo, *markers: str) -> list[str]:
    words = {word for marker in markers for word in spellings(marker)}
    return [place for place, content in belongings.kept(demo) if holds(content, words)]


def live_all(demo: Demo, petition: str) -> None:
    """Go all thousand ways, six at once; those who have an account delete it in the end."""
    with Postman(demo) as postman, ThreadPoolExecutor(6) as crowd:
        groups = crowd.map(lambda group: meet(demo, postman, group), range(GROUPS))
        signed = crowd.map(lambda n: live(demo, petition, postman, n), range(SIGNERS))
        followers = range(SIGNERS, SIGNERS + FOLLOWERS)
        followed = crowd.map(lambda n: follow(demo, petition, postman, n), followers)
        people = [person for group in groups for person in group]
        assert run_in(demo, REFUSE.format(marker=MEMBER)).split() == ["refused"] * 5
        list(signed)
        list(followed)
        assert holds(belongings.dump(demo), spellings(MEMBER))
        belongings.sample(demo)
        list(crowd.map(lambda one: one[1].leave(keeps=one[0] % 2 == 0), enumerate(people)))


def test_a_thousand_canaries_leave_no_trace(own_demo: Demo) -> None:
    petition = open_petition(own_demo)
    live_all(own_demo, petition)
    settled_books(own_demo, petition, limit=SETTLE_LIMIT)
    # Sealed or gone: not even today does a table, a log, a key or the broker show one.
    assert places_with_a_canary(own_demo, MARKER) == []
    assert not holds(belongings.dump(own_demo), spellings(MEMBER))
    assert stop_following(own_demo) > FOLLOWERS / 2

    copy = belongings.restored(own_demo, belongings.backup(own_demo), name="yesterday")
    before = run_in(own_demo, OPEN_BACKUP.format(address=copy))
    assert "opened 0" not in before, before

    said = run_in(own_demo, LATER.format(days=AFTER_EVERYTHING))
    assert "settled 0" not in said, said
    belongings.let_expire(own_demo, days=AFTER_EVERYTHING)
    belongings.tidy_up(own_demo)
    assert places_with_a_canary(own_demo, MARKER, MEMBER) == []
    assert "opened 0" in run_in(own_demo, OPEN_BACKUP.format(address=copy))


def test_the_search_finds_what_is_there(own_demo: Demo) -> None:
    """A search that finds nothing proves nothing unless it finds what was planted."""
    planted = own_demo.folder / "logs" / "planted.log"
    planted.write_bytes(b"...".join(sorted(spellings(MARKER))[:1]))
    assert places_with_a_canary(own_demo, MARKER) == ["logs/planted.log"]
    planted.unlink()
