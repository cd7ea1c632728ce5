"""The refusals that people meet at their receipt, their list, and where they ask for news."""

from base64 import b64encode
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from core.errors import BadPosition
from core.mailboxes import WRONG_CODES
from follows import errors as follow_errors
from follows.models import FollowRequest
from ledger.errors import DoesNotOpen, NotInTheLog
from petitions import errors
from petitions.models import OwnList, OwnMailbox, Signature, SignatureRequest
from petitions.services import ask_for_list, ask_for_news
from tests.factories import asking, own_lists
from tests.factories.petitions import make_petition, sign, signed
from tests.pages.refusals import Refusal, Sending, sending
from tests.pages.refusals_of_signers import NOBODYS, asked, waiting_page
from tests.petitions.leaving import opening
from tests.petitions.script import Script

LEFT = "Il vous reste 4 essais"
CLOSED = "cette page ne prend plus de code"


def receipt_page(wish: SignatureRequest) -> str:
    return f"/petitions/{wish.petition.slug}/recu/{wish.receipt_token}/preuve/"


def anothers_receipt() -> Sending:
    petition = make_petition()
    mine = sign(petition)
    wish = asked(petition, address="grace@example.org", postcode="29280")
    script = Script(Client(), waiting_page(wish), {"code": wish.code})
    theirs = b64encode(script.receipt(script.post().json()).to_bytes()).decode()
    return sending(Client(), receipt_page(mine), {"extra": theirs})


def withdrawn_since() -> Sending:
    wish = sign(make_petition())
    Signature.objects.all().delete()
    return sending(Client(), receipt_page(wish), {"extra": "x"})


def withdrawing(**wrong: str) -> Sending:
    petition = make_petition()
    held = {name: value.hex() for name, value in opening(signed(petition)).items()}
    return sending(Client(), f"/petitions/{petition.slug}/retirer/", held | wrong)


def own_page(address: str = own_lists.ADA, *, hours_ago: int = 0) -> str:
    at = timezone.now() - timedelta(hours=hours_ago)
    return f"/petitions/mes-signatures/{ask_for_list(address=address, at=at).reference}/"


def opened_page() -> str:
    page = own_page()
    assert Client().post(page, {"code": own_lists.code_for()}).status_code == 302
    return page


def of_another() -> Sending:
    petition = make_petition()
    theirs = signed(petition, address="charles@example.org").hidden.commitment.hex()
    sign(petition)
    return sending(Client(), f"{opened_page()}retirer/", {"commitment": theirs, "sure": "oui"})


def unopened() -> Sending:
    mine = signed(make_petition()).hidden.commitment.hex()
    return sending(Client(), f"{own_page()}retirer/", {"commitment": mine, "sure": "oui"})


def opening_a_list_with_a_wrong_code() -> Sending:
    page = own_page()
    return sending(Client(), page, {"code": own_lists.wrong(own_lists.code_for())})


def opening_a_list_the_sixth_time() -> Sending:
    page = own_page()
    OwnList.objects.update(attempts=5)
    return sending(Client(), page, {"code": own_lists.code_for()})


def opening_a_list_after_many_guesses() -> Sending:
    page = own_page()
    OwnMailbox.objects.update(wrong_codes=WRONG_CODES)
    return sending(Client(), page, {"code": own_lists.code_for()})


def news_page(*, days_ago: int = 0) -> str:
    at = timezone.now() - timedelta(days=days_ago)
    wish = ask_for_news(petition=make_petition(), address=asking.ADA, at=at)
    return f"/suivi/{wish.reference}/"


def following_with_a_wrong_code() -> Sending:
    page = news_page()
    return sending(Client(), page, {"code": asking.wrong(asking.code_for())})


def following_the_sixth_time(*, at_link: bool) -> Sending:
    page, code = news_page(), asking.code_for()
    page = f"/suivi/{asking.link_for()}/" if at_link else page
    FollowRequest.objects.update(attempts=5)
    return sending(Client(), page, {"code": code})


def reading_after_no_number() -> Sending:
    return lambda: Client().get("/petitions/?apres=x")


LEAVING = [
    Refusal(errors.NotThisReceipt, "signer", 400, "Ce reçu n’est pas celui", anothers_receipt),
    Refusal(errors.SignatureGone, "signer", 410, "Cette signature a été retirée", withdrawn_since),
    Refusal(
        NotInTheLog,
        "somebody",
        422,
        "Aucune signature de cette pétition",
        lambda: withdrawing(commitment="0" * 64),
    ),
    Refusal(DoesNotOpen, "somebody", 422, "n’ouvre pas cette", lambda: withdrawing(w="0" * 64)),
    Refusal(errors.SignatureNotFound, "signer", 404, "n’est pas dans votre liste", of_another),
    Refusal(errors.ListIsClosed, "signer", 302, "Tapez le code reçu par courriel", unopened),
    Refusal(errors.WrongProof, "list reader", 422, LEFT, opening_a_list_with_a_wrong_code),
    Refusal(errors.TooManyAttempts, "list reader", 429, CLOSED, opening_a_list_the_sixth_time),
    Refusal(errors.TooManyGuesses, "list reader", 429, CLOSED, opening_a_list_after_many_guesses),
    Refusal(
        errors.RequestExpired,
        "list reader",
        410,
        "Cette page est fermée",
        lambda: sending(Client(), own_page(hours_ago=23), {"code": "123456"}),
    ),
    Refusal(
        errors.UnknownRequest,
        "list reader",
        404,
        "Cette page n’existe pas, ou plus",
        lambda: sending(Client(), f"/petitions/mes-signatures/{NOBODYS}/", {"code": "123456"}),
    ),
    Refusal(follow_errors.WrongCode, "follower", 422, LEFT, following_with_a_wrong_code),
    Refusal(
        follow_errors.TooManyAttempts,
        "follower",
        429,
        "Ouvrez le lien du courriel",
        lambda: following_the_sixth_time(at_link=False),
    ),
    Refusal(
        follow_errors.TooManyAttempts,
        "letter reader",
        429,
        "Recommencez depuis la page",
        lambda: following_the_sixth_time(at_link=True),
    ),
    Refusal(
        follow_errors.RequestExpired,
        "follower",
        410,
        "Ce code n’est plus bon",
        lambda: sending(Client(), news_page(days_ago=8), {"code": "123456"}),
    ),
    Refusal(
        follow_errors.UnknownRequest,
        "stranger",
        404,
        "Cette page n’existe pas, ou plus",
        lambda: sending(Client(), f"/suivi/{NOBODYS}/", {"code": "123456"}),
    ),
    Refusal(BadPosition, "reader", 400, "Cette adresse ou ce formulaire", reading_after_no_number),
]
