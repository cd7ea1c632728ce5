"""Petitions and signers for tests."""

import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from ledger.services import seal
from petitions.errors import AlreadyConfirmed
from petitions.hiding import Choice, Drawn
from petitions.models import Petition, SignatureRequest
from petitions.services import (
    Confirmed,
    by_reference,
    close_petition,
    confirm_by_code,
    confirm_by_link,
    create_petition,
    open_petition,
    prove_by_link,
    request_signature,
)
from petitions.typed import Typed
from tests.factories.core import last_letter

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_OPENED = NOW - timedelta(days=30)
_CODE = re.compile(r"^(\d{6})$", re.MULTILINE)
_LINK = re.compile(r"/lien/([\w-]+)/")


def make_draft_petition(**kwargs: Any) -> Petition:
    """Make a petition that nobody sees yet; by default it lasts from 2026 to 2036."""
    defaults: dict[str, Any] = {
        "title": "Un débat public sur le numérique en santé",
        "slug": f"petition-{uuid4().hex[:8]}",
        "text": "Nous demandons un débat public sur l’espace numérique de santé.",
        "addressees": ["Ministère de la Santé"],
        "proposal_path": "/propositions/un-debat-public/",
        "opens_at": _OPENED,
        "closes_at": _OPENED + timedelta(days=3650),
    }
    return create_petition(**(defaults | kwargs))


def make_petition(**kwargs: Any) -> Petition:
    """Make a petition that is open now."""
    petition = make_draft_petition(**kwargs)
    open_petition(petition=petition, at=_OPENED)
    return petition


def ask(petition: Petition, *, at: datetime = NOW, **typed: Any) -> SignatureRequest:
    """Ask to sign as Ada; `typed` says otherwise."""
    ada: dict[str, Any] = {
        "name": "Ada Lovelace",
        "address": "ada@example.org",
        "postcode": "47200",
    }
    return request_signature(petition=petition, typed=Typed(**(ada | typed)), at=at)


def choice() -> Drawn:
    """Draw what hides a signature, as a page without JavaScript does."""
    return Drawn(secrets.token_bytes(32))


def confirm(
    wish: SignatureRequest, hidden_by: Choice | None = None, *, code: str = "", at: datetime = NOW
) -> Confirmed:
    """Confirm `wish` with its code, or with another one."""
    return confirm_by_code(
        reference=wish.reference, code=code or wish.code, choice=hidden_by or choice(), at=at
    )


def confirm_link(token: str, proof: str) -> Confirmed:
    """Confirm behind the link of a letter what was shown there."""
    shown = prove_by_link(token=token, proof=proof, at=NOW).wish.pk
    return confirm_by_link(
        token=token, proof=proof, wish=shown, choice=choice(), at=NOW, is_sure=True
    )


def sign(petition: Petition, *, at: datetime = NOW, **typed: Any) -> SignatureRequest:
    """Ask and confirm as Ada, who may have signed before; `typed` says otherwise."""
    wish = ask(petition, at=at, **typed)
    try:
        return confirm(wish, at=at).request
    except AlreadyConfirmed:
        return by_reference(wish.reference)


def signed(petition: Petition, *, at: datetime = NOW, **typed: Any) -> Confirmed:
    """Ask and confirm as Ada, for the first time; `typed` says otherwise."""
    return confirm(ask(petition, at=at, **typed), at=at)


def make_closed_petition() -> Petition:
    """Make a petition that one person signed and that closed at NOW, sealed in the public log."""
    petition = make_petition()
    sign(petition)
    close_petition(petition=petition, at=NOW)
    seal(at=NOW)
    return petition


def code_in_last_letter() -> str:
    """Return the code that the last letter carries."""
    found = _CODE.search(last_letter().text)
    assert found, "the letter has no code on a line of its own"
    return found[1]


def link_token_in_last_letter() -> str:
    """Return the secret of the last letter's link."""
    found = _LINK.search(last_letter().text)
    assert found, "the letter has no link"
    return found[1]


def wrong_code(wish: SignatureRequest) -> str:
    """Return six digits that are not the code of `wish`."""
    return f"{(int(wish.code) + 1) % 10**6:06d}"
