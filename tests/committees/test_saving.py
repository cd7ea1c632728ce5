"""Committees are recorded, changed and taken away."""

import pytest

from committees.errors import SlugTaken, UnknownDepartement, UnreadableDate
from committees.models import Committee
from committees.services import delete_committee, save_committee
from tests.factories.committees import make_committee

pytestmark = pytest.mark.django_db


def test_a_new_committee_awaits_the_confirmation_of_the_federation() -> None:
    assert not make_committee().is_confirmed


def test_a_committee_is_rewritten_in_place() -> None:
    committee = make_committee(town="Marmande")
    save_committee(
        committee=committee,
        slug=committee.slug,
        name=committee.name,
        town="Tonneins",
        departement="47",
        evidence="La fédération",
        status=Committee.Status.CONFIRMED,
    )
    changed = Committee.objects.get()
    assert (changed.town, changed.is_confirmed) == ("Tonneins", True)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"departement": "999"}, UnknownDepartement),
        ({"source_date": "mars 2022"}, UnreadableDate),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        make_committee(**wrong)
    assert not Committee.objects.exists()


def test_two_committees_never_share_an_address() -> None:
    make_committee(slug="marmande")
    with pytest.raises(SlugTaken):
        make_committee(slug="marmande")
    assert Committee.objects.count() == 1


def test_a_committee_taken_away_twice_is_gone() -> None:
    committee = make_committee()
    delete_committee(committee=committee)
    delete_committee(committee=Committee(pk=committee.pk or 1))
    assert not Committee.objects.exists()
