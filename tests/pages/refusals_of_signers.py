"""The refusals that people meet between the form and the receipt."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from core import keys
from core.errors import BadAddress, BadToken, KeyIsLost, Unreadable
from core.mailboxes import WRONG_CODES
from ledger.errors import LogRefuses, SecretReused
from petitions import errors
from petitions.hiding import new_secret
from petitions.models import Mailbox, Petition, SignatureRequest
from tests.factories.ledger import make_log
from tests.factories.petitions import (
    ask,
    make_closed_petition,
    make_petition,
    wrong_code,
)
from tests.ledger.losing import go_on, lost
from tests.pages.refusals import Refusal, Sending, sending
from tests.petitions.script import Script
from tests.petitions.test_guarding import block

LONG_AGO = timedelta(days=8)
UNKNOWN = "Cette demande n’existe pas, ou plus"
NO_MORE = "cette page ne prend plus de code"
NOBODYS = "A" * 43
TYPED = {"name": "Ada Lovelace", "email": "ada@example.org", "postcode": "47200"}


def asked(petition: Petition | None = None, **typed: Any) -> SignatureRequest:
    return ask(petition or make_petition(), at=timezone.now(), **typed)


def waiting_page(wish: SignatureRequest) -> str:
    return f"/petitions/{wish.petition.slug}/confirmer/{wish.reference}/"


def link_page(wish: SignatureRequest) -> str:
    return f"/petitions/{wish.petition.slug}/lien/{wish.link_token}/"


def signing(petition: Petition, **typed: str) -> Sending:
    return sending(Client(), f"/petitions/{petition.slug}/signer/", TYPED | typed)


def confirming(wish: SignatureRequest, *, code: str = "", secret: str | None = None) -> Sending:
    typed = {"code": code or wish.code, "secret": new_secret() if secret is None else secret}
    return sending(Client(), waiting_page(wish), typed)


def at_link(letter: SignatureRequest, **typed: str) -> Sending:
    return sending(Client(), link_page(letter), {"proof": letter.code} | typed)


def too_late() -> Sending:
    return signing(make_closed_petition())


def too_early() -> Sending:
    now = timezone.now()
    later = {"opens_at": now + timedelta(days=1), "closes_at": now + timedelta(days=90)}
    return signing(make_petition(**later))


def blocked_network() -> Sending:
    block("network", "127.0.0.0/24")
    return signing(make_petition())


def blocked_provider() -> Sending:
    block("domain", "jetable.example")
    return signing(make_petition(), email="ada@jetable.example")


def with_half_an_address() -> Sending:
    return signing(make_petition(), email="ada@")


def on_a_made_up_page(reference: str) -> Sending:
    address = f"/petitions/{make_petition().slug}/confirmer/{reference}/"
    return sending(Client(), address, {"code": "123456"})


def days_after() -> Sending:
    return confirming(ask(make_petition(), at=timezone.now() - LONG_AGO))


def without_the_key_of_its_day() -> Sending:
    wish = asked()
    keys.destroy(keys.day_key_name(wish.asked_on))
    return confirming(wish)


def without_the_key_of_the_petition() -> Sending:
    wish = asked()
    (Path(settings.KEYS_DIR) / f"petition-{wish.petition.pk}.key").unlink()
    return confirming(wish)


def with_a_wrong_code() -> Sending:
    wish = asked()
    return confirming(wish, code=wrong_code(wish))


def guessing_at_the_link() -> Sending:
    wish = asked()
    return at_link(wish, proof=wrong_code(wish))


def after_five_wrong_codes() -> Sending:
    wish = asked()
    SignatureRequest.objects.update(attempts=5)
    return confirming(wish)


def after_five_guesses_at_the_link() -> Sending:
    wish = asked()
    SignatureRequest.objects.update(link_attempts=5)
    return at_link(wish)


def after_many_guesses() -> Sending:
    wish = asked()
    Mailbox.objects.update(wrong_codes=WRONG_CODES)
    return confirming(wish)


def confirming_twice() -> Sending:
    wish = asked()
    confirming(wish)()
    return confirming(wish)


def refusing_too_late() -> Sending:
    wish = asked()
    confirming(wish)()
    return at_link(wish, step="refuse")


def without_a_secret() -> Sending:
    return confirming(asked(), secret="")


def for_the_other_slot() -> Sending:
    wish = asked()
    script = Script(Client(), waiting_page(wish), {"code": wish.code})
    values = script.values(script.post().json()) | {"slot": 1}
    return lambda: script.post(**values)


def hiding_as_another() -> Sending:
    petition = make_petition()
    first, second = asked(petition), asked(petition, address="grace@example.org")
    script = Script(Client(), waiting_page(first), {"code": first.code})
    values = script.values(script.post().json())
    script.post(**values)
    again = Script(Client(), waiting_page(second), {"code": second.code})
    return lambda: again.post(**values)


def half_computed() -> Sending:
    wish = asked()
    script = Script(Client(), waiting_page(wish), {"code": wish.code})
    return lambda: script.post(slot="0", lock="x")


def two_postcodes() -> Sending:
    petition = make_petition()
    wish = asked(petition, postcode="75001")
    asked(petition)
    return at_link(wish)


def without_a_word() -> Sending:
    wish = asked()
    shown = {"step": "confirm", "wish": str(wish.pk), "secret": new_secret()}
    return at_link(wish, proof="47200", **shown)


def on_a_restored_database() -> Sending:
    wish = asked()
    go_on()
    with lost():
        make_log(3)
    return confirming(wish)


def badly_computed() -> Sending:
    said = {"salt": "0" * 8 + "&", "challenge": "0" * 64, "signature": "0" * 64, "number": "1"}
    return sending(Client(), f"{waiting_page(asked())}hater/", said)


SIGNING = [
    Refusal(errors.PetitionClosed, "signer", 410, "On ne peut plus la signer", too_late),
    Refusal(errors.PetitionClosed, "early signer", 403, "On pourra la signer", too_early),
    Refusal(errors.NetworkIsBlocked, "signer", 422, "Ce réseau ne permet pas", blocked_network),
    Refusal(errors.ProviderIsBlocked, "signer", 422, "Essayez avec une autre", blocked_provider),
    Refusal(BadAddress, "signer", 422, "Cette adresse n’est pas complète", with_half_an_address),
    Refusal(errors.UnknownRequest, "stranger", 404, UNKNOWN, lambda: on_a_made_up_page(NOBODYS)),
    Refusal(BadToken, "stranger", 404, UNKNOWN, lambda: on_a_made_up_page("x")),
    Refusal(errors.RequestExpired, "signer", 410, "Cette demande a plus de 7 jours", days_after),
    Refusal(
        Unreadable, "signer", 410, "Cette demande a plus de 7 jours", without_the_key_of_its_day
    ),
    Refusal(KeyIsLost, "signer", 503, "Rien n’est perdu", without_the_key_of_the_petition),
    Refusal(LogRefuses, "signer", 503, "Rien n’est perdu", on_a_restored_database),
    Refusal(errors.WrongProof, "signer", 422, "Il vous reste 4 essais", with_a_wrong_code),
    Refusal(
        errors.WrongProof, "letter reader", 422, "Il vous reste 4 essais", guessing_at_the_link
    ),
    Refusal(errors.TooManyAttempts, "signer", 429, NO_MORE, after_five_wrong_codes),
    Refusal(errors.TooManyAttempts, "letter reader", 429, NO_MORE, after_five_guesses_at_the_link),
    Refusal(errors.TooManyGuesses, "signer", 429, "Ouvrez plutôt le lien", after_many_guesses),
    # No fault of theirs: they are told the same as whoever confirms for the first time.
    Refusal(errors.AlreadyConfirmed, "signer", 200, "Elle est déjà confirmée", confirming_twice),
    Refusal(errors.AlreadyConfirmed, "letter reader", 200, "déjà confirmée", refusing_too_late),
    # A script reads it, and computes again: nobody reads a sentence.
    Refusal(errors.OtherSlot, "script", 409, '"slot": 0', for_the_other_slot),
    Refusal(errors.Malformed, "script", 422, "Rechargez-la, puis recommencez", half_computed),
    Refusal(errors.Malformed, "signer", 422, "Appuyez encore une fois", without_a_secret),
    Refusal(SecretReused, "script", 422, "Rechargez-la, puis recommencez", hiding_as_another),
    Refusal(errors.PostcodeNeeded, "letter reader", 422, "Tapez ici le code postal", two_postcodes),
    Refusal(errors.SureNeeded, "letter reader", 422, "Écrivez oui pour confirmer", without_a_word),
    Refusal(errors.WrongSolution, "script", 422, "Ce calcul n’est pas le bon", badly_computed),
]
