"""The public name: neutral when suggested, never the address, never somebody else's."""

import pytest
from django.db import IntegrityError
from django.test import Client

from accounts import pseudonyms
from accounts.errors import (
    PseudonymRefused,
    PseudonymReserved,
    PseudonymTaken,
    PseudonymTellsAddress,
    PseudonymUnreadable,
)
from accounts.models import User
from accounts.services import choose_pseudonym
from tests.factories.accounts import log_in, make_user

pytestmark = pytest.mark.django_db
PATH = "/compte/pseudonyme/"


def test_a_suggested_name_is_always_acceptable() -> None:
    user = make_user(pseudonym=None)
    for _n in range(50):
        name = pseudonyms.suggest()
        assert choose_pseudonym(user=user, pseudonym=name).pseudonym == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("marie.dupont@example.org", "Marie Dupont"),
        ("marie.dupont@example.org", "mariedupont47"),
        ("marie.dupont@example.org", "Dupont de Nérac"),
        ("marie.dupont@example.org", "DUPONT"),
        ("helene@example.org", "Hélène"),
        ("jo@example.org", "J-o"),
        ("zoe.l@example.org", "Zoé L"),
    ],
)
def test_a_name_that_tells_the_address_is_refused(address: str, name: str) -> None:
    with pytest.raises(PseudonymTellsAddress):
        choose_pseudonym(user=make_user(address, pseudonym=None), pseudonym=name)


@pytest.mark.parametrize("name", ["M\u043edération", "H\u0435tre 12", "Tr\u03bfène"])
def test_letters_of_two_scripts_do_not_make_a_name(name: str) -> None:
    with pytest.raises(PseudonymUnreadable):
        choose_pseudonym(user=make_user(pseudonym=None), pseudonym=name)


@pytest.mark.parametrize("name", ["Œil d’Ève", "Ñandú 7", "Роза 12", "Ελένη"])
def test_a_name_may_be_written_in_any_one_script(name: str) -> None:
    assert choose_pseudonym(user=make_user(pseudonym=None), pseudonym=name).pseudonym == name


def test_a_short_local_part_does_not_forbid_every_name() -> None:
    assert choose_pseudonym(user=make_user("a@example.org"), pseudonym="Acacia 12").pseudonym


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", PseudonymUnreadable),
        ("ab", PseudonymUnreadable),
        ("x" * 41, PseudonymUnreadable),
        ("a@b.fr", PseudonymUnreadable),
        ("<b>gras</b>", PseudonymUnreadable),
        ("Jean\u202eeJ", PseudonymUnreadable),
        ("🙂🙂🙂", PseudonymUnreadable),
        ("Modération", PseudonymReserved),
        ("L'Administrateur", PseudonymReserved),
        ("admin 12", PseudonymReserved),
        ("Santé en débat", PseudonymReserved),
        ("Compte supprimé", PseudonymReserved),
    ],
)
def test_an_unreadable_or_official_name_is_refused(
    name: str, error: type[PseudonymRefused]
) -> None:
    with pytest.raises(error):
        choose_pseudonym(user=make_user(pseudonym=None), pseudonym=name)


def test_a_name_is_borne_by_one_person_in_capitals_or_not() -> None:
    make_user(pseudonym="Hêtre pourpre")
    other = make_user(pseudonym="Saule")
    with pytest.raises(PseudonymTaken):
        choose_pseudonym(user=other, pseudonym="hêtre POURPRE")
    assert other.pseudonym == "Saule"


def test_the_table_itself_refuses_a_second_bearer() -> None:
    make_user(pseudonym="Hêtre pourpre")
    with pytest.raises(IntegrityError):
        make_user(pseudonym="HÊTRE POURPRE")


def test_the_table_refuses_an_address_as_a_name() -> None:
    with pytest.raises(IntegrityError):
        make_user(pseudonym="ada@example.org")


def test_choosing_leads_back_to_where_one_was_going(client: Client) -> None:
    user = make_user(pseudonym=None)
    log_in(client, user)
    response = client.post(PATH, {"pseudonym": "Hêtre 4821", "next": "/debats/cout/"})
    assert response["Location"] == "/debats/cout/"
    user.refresh_from_db()
    assert user.pseudonym == "Hêtre 4821"


def test_a_refused_name_is_kept_in_its_field_with_the_reason(client: Client) -> None:
    make_user(pseudonym="Hêtre pourpre")
    log_in(client, make_user(pseudonym=None))
    response = client.post(PATH, {"pseudonym": "Hêtre pourpre"})
    assert response.status_code == 422
    assert "déjà pris" in response.content.decode()
    assert 'value="Hêtre pourpre"' in response.content.decode()


def test_somebody_without_a_name_is_never_shown_by_their_address() -> None:
    user = User(email="ada@example.org")
    shown = [str(user), user.get_full_name(), user.get_short_name()]
    assert all("ada" not in name for name in shown)


def test_a_name_chosen_while_the_account_goes_brings_nobody_back() -> None:
    user = make_user(pseudonym=None)
    User.objects.all().delete()
    choose_pseudonym(user=user, pseudonym="Acacia 12")
    assert not User.objects.exists()
