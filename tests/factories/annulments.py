"""Annulments of signatures, for tests."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Role, User
from ledger.services import index_of, publish, seal
from petitions.models import Annulment, Petition
from petitions.services import (
    approve_annulment,
    carry_out_annulments,
    propose_annulment,
)
from tests.factories.accounts import make_person_with
from tests.factories.petitions import NOW, make_petition, signed

STATEMENT = "Ces signatures viennent d’un programme qui inventait des adresses."
WAITED = timedelta(hours=72)
SETTLED = NOW + timedelta(days=93)


def administrator() -> User:
    return make_person_with(Role.Name.ADMINISTRATOR)


def signed_by(*names: str) -> tuple[Petition, list[int]]:
    """Return a petition that these people signed, and where their signatures stand in the log."""
    petition = make_petition()
    hidden = [signed(petition, address=f"{name}@example.org").hidden for name in names]
    seal(at=NOW)
    return petition, [index_of(one.commitment) or 0 for one in hidden]


def propose(petition: Petition, indexes: Iterable[int], **said: Any) -> Annulment:
    fraud: dict[str, Any] = {"reason": Annulment.Reason.FRAUD, "statement": STATEMENT, "at": NOW}
    by = said.pop("by", None) or administrator()
    return propose_annulment(petition=petition, indexes=indexes, by=by, **(fraud | said))


def approved(petition: Petition, indexes: Iterable[int], **said: Any) -> Annulment:
    annulment = propose(petition, indexes, **said)
    approve_annulment(annulment=annulment, by=administrator(), at=NOW)
    return annulment


def announced(petition: Petition, indexes: Iterable[int], *, at: datetime = NOW) -> Annulment:
    """Return an annulment whose decision everybody can read, as was seen at `at`."""
    annulment = approved(petition, indexes)
    seal(at=at)
    publish()
    carry_out_annulments(at=at)
    annulment.refresh_from_db()
    return annulment
