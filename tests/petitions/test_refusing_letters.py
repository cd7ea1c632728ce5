"""Who wants no letter about a petition says so behind the link; a scanner or a stranger cannot."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.mailboxes import LETTERS_PERIOD
from core.models import OutboxLetter
from core.moments import day_fr
from petitions.errors import AlreadyConfirmed
from petitions.models import Mailbox, SignatureRequest
from petitions.services import (
    purge_expired_requests,
    refuse_by_link,
    remind_unconfirmed,
    send_again,
)
from tests.factories.core import last_letter
from tests.factories.petitions import NOW, ask, confirm, confirm_link, make_petition

pytestmark = pytest.mark.django_db
OVER = NOW + timedelta(days=30)


def refused() -> SignatureRequest:
    wish = ask(make_petition())
    for _ in range(2):
        refuse_by_link(token=wish.link_token, proof=wish.code, at=NOW)
    return wish


def letters() -> int:
    return OutboxLetter.objects.count()


def test_no_letter_goes_whoever_asks_and_no_reminder() -> None:
    wish = refused()
    later = ask(wish.petition, at=NOW + timedelta(hours=1))
    send_again(reference=later.reference, at=NOW + timedelta(hours=2))
    remind_unconfirmed(at=NOW + timedelta(days=2))
    ask(wish.petition, at=NOW + LETTERS_PERIOD + timedelta(days=1))
    assert letters() == 1


def test_other_addresses_and_other_petitions_are_written_to() -> None:
    wish = refused()
    ask(wish.petition, address="grace@example.org")
    ask(make_petition())
    assert letters() == 3


def test_who_changes_their_mind_confirms_with_the_letter_they_have() -> None:
    wish = refused()
    assert confirm_link(wish.link_token, wish.code).is_new


def test_a_refusal_is_kept_for_thirty_days_then_forgotten() -> None:
    refused()
    purge_expired_requests(at=OVER - timedelta(minutes=1))
    assert not SignatureRequest.objects.exists()
    assert Mailbox.objects.get().is_refused
    purge_expired_requests(at=OVER)
    assert not Mailbox.objects.exists()


def test_afterwards_a_letter_goes_to_who_asks_even_before_the_purge() -> None:
    wish = refused()
    ask(wish.petition, at=OVER - timedelta(minutes=1))
    assert letters() == 1
    ask(wish.petition, at=OVER)
    assert letters() == 2
    assert not Mailbox.objects.get().is_refused


def test_a_signature_is_not_refused_afterwards() -> None:
    wish = ask(make_petition())
    confirm(wish)
    with pytest.raises(AlreadyConfirmed):
        refuse_by_link(token=wish.link_token, proof=wish.code, at=NOW)
    assert not Mailbox.objects.get().is_refused


def test_who_got_letters_for_several_postcodes_refuses_where_the_code_cannot_choose() -> None:
    petition = make_petition()
    wish = ask(petition, postcode="29280", at=timezone.now())
    ask(petition, postcode="47200", at=timezone.now())
    address = f"/petitions/{petition.slug}/lien/{wish.link_token}/"
    assert 'value="refuse"' not in Client().get(address).text
    page = Client().post(address, {"proof": wish.code})
    assert f'name="proof" value="{wish.code}"' in page.text
    assert page.text.count('id="id_proof"') == 1
    done = Client().post(address, {"proof": wish.code, "step": "refuse"})
    assert "C’est refusé" in done.text
    assert Mailbox.objects.get().is_refused


def test_the_page_says_what_stops_and_says_it_again() -> None:
    asked_at = timezone.now() - timedelta(days=6)
    wish = ask(make_petition(), at=asked_at)
    address = f"/petitions/{wish.petition.slug}/lien/{wish.link_token}/"
    for _ in range(2):
        page = Client().post(address, {"proof": wish.code, "step": "refuse"})
        assert page.status_code == 200
        day = day_fr(asked_at + timedelta(days=30))  # after the letter, not the refusal
        assert f"Avant le {day}, nous ne vous demanderons plus de signer" in page.text
        assert f"jusqu’au {day_fr(wish.last_day)}" in page.text
    assert Mailbox.objects.get().is_refused


@pytest.mark.parametrize("proof", ["", "test", "00000"])
@pytest.mark.parametrize("step", ["", "confirm", "refuse"])
def test_a_scanner_that_has_neither_code_nor_postcode_does_nothing(proof: str, step: str) -> None:
    wish = ask(make_petition(), at=timezone.now())
    address = f"/petitions/{wish.petition.slug}/lien/{wish.link_token}/"
    typed = {"proof": proof, "step": step, "secret": "0" * 64}
    for headers in ({}, {"Accept": "application/json"}):
        assert Client().post(address, typed, headers=headers).status_code == 422
    assert not wish.petition.signatures.exists()
    assert not Mailbox.objects.get().is_refused


def test_a_stranger_who_knows_the_postcode_does_nothing_where_they_asked() -> None:
    """All that the browser of who asks is told, without reading the letter, opens nothing."""
    wish = ask(make_petition(), at=timezone.now())
    pages = f"/petitions/{wish.petition.slug}"
    codes = ({"code": "47200"}, {"proof": "47200", "step": "confirm"}, {"proof": "47200"})
    for page in ("confirmer", "lien"):
        for typed in codes:
            address = f"{pages}/{page}/{wish.reference}/"
            assert Client().post(address, typed | {"secret": "0" * 64}).status_code in (404, 422)
    assert not wish.petition.signatures.exists()


def test_the_letter_says_what_to_do_if_somebody_else_asked() -> None:
    ask(make_petition())
    for said in (last_letter().text, last_letter().html):
        assert "Vous signez une pétition sur Santé en débat" in said
        assert "Ce n’est pas vous" in said
        assert "Ne faites rien" in said
        assert "refusez" in said
