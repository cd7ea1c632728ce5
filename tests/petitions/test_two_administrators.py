"""Two administrators annul: neither is the other under another name, and neither is new."""

from datetime import timedelta

import pytest

from accounts.models import Role, User
from accounts.services import grant_role, hand_out_sheet, renew_sheet, revoke_role
from accounts.services.demo import create_demo_people
from petitions.errors import AdministratorTooNew, SamePerson
from petitions.services import approve_annulment
from tests.factories.accounts import LONG_AGO, make_user
from tests.factories.annulments import WAITED, administrator, propose, signed_by
from tests.factories.petitions import NOW

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Role.Name.ADMINISTRATOR


def let_in_by(giver: User) -> User:
    """Return an administrator whose role `giver` gave long ago."""
    user = make_user()
    grant_role(user=user, role=ADMINISTRATOR, by=giver, at=LONG_AGO)
    return user


def decide(proposer: User, approver: User) -> None:
    petition, indexes = signed_by("ada")
    annulment = propose(petition, indexes, by=proposer)
    approve_annulment(annulment=annulment, by=approver, at=NOW + timedelta(seconds=1))


def refused(proposer: User, approver: User) -> bool:
    try:
        decide(proposer, approver)
    except SamePerson:
        return True
    return False


def test_whoever_gave_the_role_of_the_other_is_no_second_person() -> None:
    person = administrator()
    other = let_in_by(person)
    assert refused(person, other)
    assert refused(other, person)


def test_two_whom_one_person_let_in_are_one() -> None:
    person = administrator()
    assert refused(let_in_by(person), let_in_by(let_in_by(person)))


def test_two_whom_two_people_let_in_annul() -> None:
    decide(let_in_by(administrator()), let_in_by(administrator()))


@pytest.mark.parametrize("way", ["deleted", "revoked"])
def test_who_is_gone_still_stands_behind_whom_they_let_in(way: str) -> None:
    person = administrator()
    between = let_in_by(person)
    other = let_in_by(between)
    if way == "deleted":
        between.delete()
    else:
        revoke_role(user=between, role=ADMINISTRATOR)
    assert refused(person, other)


def test_whoever_handed_the_other_a_sheet_is_no_second_person() -> None:
    one, other = administrator(), administrator()
    hand_out_sheet(user=other, by=one, at=NOW)
    assert refused(one, other)


def test_a_sheet_handed_to_one_does_not_part_them_from_whom_they_let_in() -> None:
    person, helper = administrator(), administrator()
    other = let_in_by(person)
    hand_out_sheet(user=person, by=helper, at=NOW)
    assert refused(person, other)


def test_a_sheet_handed_to_a_moderator_binds_no_administrator() -> None:
    one, other = administrator(), administrator()
    moderator = make_user()
    grant_role(user=moderator, role=Role.Name.MODERATOR, by=one, at=LONG_AGO)
    hand_out_sheet(user=moderator, by=other, at=NOW)
    decide(one, other)


def test_a_sheet_from_the_server_changes_nothing() -> None:
    one, other = administrator(), administrator()
    renew_sheet(user=other)
    decide(one, other)


@pytest.mark.parametrize("too_late", [timedelta(), timedelta(seconds=1)])
def test_a_role_waits_as_long_as_an_annulment(too_late: timedelta) -> None:
    new = make_user()
    grant_role(user=new, role=ADMINISTRATOR, at=NOW - WAITED + too_late)
    if not too_late:
        decide(new, administrator())
        return
    with pytest.raises(AdministratorTooNew):
        decide(new, administrator())
    with pytest.raises(AdministratorTooNew):
        decide(administrator(), new)


def test_the_two_administrators_of_the_demo_annul_at_once() -> None:
    people = {person.user.email: person.user for person in create_demo_people(at=NOW)}
    decide(people["admin@demo.invalid"], people["admin2@demo.invalid"])


def test_a_role_somewhere_does_not_annul_everywhere() -> None:
    local = make_user()
    grant_role(user=local, role=ADMINISTRATOR, scope="comite:marmande", at=LONG_AGO)
    with pytest.raises(AdministratorTooNew):
        decide(administrator(), local)
    with pytest.raises(AdministratorTooNew):
        decide(local, administrator())


def test_who_lost_the_role_since_stands_behind_no_proposal() -> None:
    petition, indexes = signed_by("ada")
    person = administrator()
    annulment = propose(petition, indexes, by=person)
    revoke_role(user=person, role=ADMINISTRATOR)
    with pytest.raises(AdministratorTooNew):
        approve_annulment(annulment=annulment, by=administrator(), at=NOW)
