"""A policy says which logs count and how many witnesses it takes; each key counts once."""

from itertools import combinations

import pytest

from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.cosignatures import cosign
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import EMPTY_ROOT
from ledger.tlog.notes import (
    COSIGNATURE_V1,
    ED25519,
    VerifierKey,
    add_signature,
    public_of,
    sign_note,
)
from ledger.tlog.policies import open_checkpoint, parse_policy

ORIGIN = "example.org/registre"


def seed(number: int) -> bytes:
    return bytes([number]) * 32


def witness(number: int, name: str = "w.example") -> VerifierKey:
    return VerifierKey(f"{name}/{number}", COSIGNATURE_V1, public_of(seed(number)))


LOG = VerifierKey(ORIGIN, ED25519, public_of(seed(200)))
OTHER_LOG = VerifierKey("other.example", ED25519, public_of(seed(201)))
X1, X2, X3, Y1, Y2, Y3 = (witness(number) for number in range(6))

# The example of tlog-policy.md, with keys.
EXAMPLE = f"""\
log {LOG}

witness X1 {X1}
witness X2 {X2}
witness X3 {X3}
group X-witnesses 2 X1 X2 X3

witness Y1 {Y1}
witness Y2 {Y2}
witness Y3 {Y3}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


def signed(*witnesses: int, by: VerifierKey = LOG, number: int = 200, origin: str = ORIGIN) -> str:
    """Return a checkpoint signed by a log and cosigned by these witnesses at time 7."""
    text = Checkpoint(origin, 0, EMPTY_ROOT).text()
    note = sign_note(text, name=by.name, seed=seed(number))
    for each in witnesses:
        line = cosign(text, name=witness(each).name, seed=seed(each), time=7)
        note = add_signature(note, line)
    return note


def test_the_example_of_the_specification_asks_two_of_x_and_one_of_y() -> None:
    policy = parse_policy(EXAMPLE)
    everyone = [X1, X2, X3, Y1, Y2, Y3]
    for count in range(7):
        for some in combinations(everyone, count):
            enough = len({X1, X2, X3}.intersection(some)) >= 2 and bool({Y1, Y2, Y3} & set(some))
            assert policy.is_satisfied_by(some) == enough


def test_a_policy_names_its_logs_and_witnesses() -> None:
    policy = parse_policy(EXAMPLE)
    assert policy.logs == (LOG,)
    assert policy.witnesses["X2"] == X2
    assert policy.keys() == (LOG, X1, X2, X3, Y1, Y2, Y3)


def test_a_quorum_of_none_asks_nobody() -> None:
    assert parse_policy("quorum none\n").is_satisfied_by([])


def test_a_quorum_may_be_one_witness() -> None:
    policy = parse_policy(f"witness w {X1}\nwitness v {X2}\nquorum w\n")
    assert policy.is_satisfied_by([X1])
    assert not policy.is_satisfied_by([X2])


def test_a_key_of_the_same_name_is_another_key() -> None:
    policy = parse_policy(f"witness w {X1}\nquorum w\n")
    assert not policy.is_satisfied_by([VerifierKey(X1.name, COSIGNATURE_V1, X2.public)])


def test_spaces_comments_and_addresses_are_allowed() -> None:
    policy = parse_policy(
        f"# é\n \t\n\t#none\n  log\t{LOG}  https://a.example/é \n"
        f"witness\té {X1} https://w.example\nquorum é\n".encode()
    )
    assert policy.urls == {LOG: "https://a.example/é", X1: "https://w.example"}


def test_a_deep_policy_is_read() -> None:
    groups = "".join(f"group g{number + 1} all g{number}\n" for number in range(5_000))
    policy = parse_policy(f"witness g0 {X1}\n{groups}quorum g5000\n")
    assert policy.is_satisfied_by([X1])
    assert not policy.is_satisfied_by([])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "quorum none",
        "quorum none\r\n",
        "quorum none\x7f\n",
        "quorum\u00a0none\n",
        "quorum none none\n",
        "quorum\n",
        "quorum none\nquorum none\n",
        "quorum w\n",
        f"quorum w\nwitness w {X1}\n",
        "Quorum none\n",
        "unknown\nquorum none\n",
        f"witness none {X1}\nquorum none\n",
        f"witness {X1}\nquorum none\n",
        f"witness w {X1} a b\nquorum none\n",
        f"log {LOG} a b\nquorum none\n",
        f"log {LOG}\nlog {LOG}\nquorum none\n",
        f"log {X1}\nquorum none\n",
        f"witness w {LOG}\nquorum w\n",
        f"witness w {X1}x\nquorum w\n",
        f"witness w {X1}\nwitness w {X2}\nquorum w\n",
        f"witness w {X1}\nwitness v {X1}\nquorum w\n",
        f"witness w {X1}\nwitness v {witness(0, 'other.example')}\nquorum w\n",
        f"witness w {X1}\ngroup g all w w\nquorum g\n",
        f"witness w {X1}\ngroup g all w\ngroup h all w\nquorum h\n",
        f"witness w {X1}\ngroup g all w\ngroup h all w g\nquorum h\n",
        f"witness w {X1}\ngroup w all w\nquorum w\n",
        f"witness w {X1}\ngroup g all g\nquorum g\n",
        f"witness w {X1}\ngroup g all none\nquorum g\n",
        f"witness w {X1}\ngroup g all\nquorum w\n",
        f"witness w {X1}\ngroup g 0 w\nquorum g\n",
        f"witness w {X1}\ngroup g 2 w\nquorum g\n",
        f"witness w {X1}\ngroup g 01 w\nquorum g\n",
        f"witness w {X1}\ngroup g -1 w\nquorum g\n",
        f"witness w {X1}\ngroup g some w\nquorum g\n",
        f"witness w {X1}\ngroup g {'9' * 5000} w\nquorum g\n",
    ],
)
def test_what_is_written_otherwise_is_no_policy(text: str) -> None:
    with pytest.raises(Invalid):
        parse_policy(text)


def test_bytes_that_are_no_utf8_are_no_policy() -> None:
    with pytest.raises(Invalid):
        parse_policy(b"# \xff\nquorum none\n")


def test_a_checkpoint_with_its_quorum_opens() -> None:
    opened = open_checkpoint(signed(0, 1, 4), parse_policy(EXAMPLE))
    assert opened.checkpoint.origin == ORIGIN
    assert opened.log == LOG
    assert opened.times == {X1: 7, X2: 7, Y2: 7}


def test_a_checkpoint_without_its_quorum_is_refused() -> None:
    with pytest.raises(Invalid, match="témoins"):
        open_checkpoint(signed(0, 1, 2), parse_policy(EXAMPLE))


def test_a_checkpoint_that_its_log_did_not_sign_is_refused() -> None:
    policy = parse_policy(f"log {LOG}\nlog {OTHER_LOG}\nwitness w {X1}\nquorum w\n")
    assert open_checkpoint(signed(0), policy).log == LOG
    for note in [
        signed(0, by=OTHER_LOG, number=201),
        signed(0, origin="other.example"),
        signed(0, origin="third.example"),
    ]:
        with pytest.raises(Invalid, match="registre"):
            open_checkpoint(note, policy)
