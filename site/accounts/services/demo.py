"""The people of the demo: one for each role, and a citizen; none exists anywhere else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Role, User
from accounts.services.people import find_or_create_person
from accounts.services.roles import grant_role
from accounts.services.second_factors import has_second_factor, renew_sheet, unused_codes

# Long enough for all that new administrators must wait for.
_AGE = timedelta(days=30)
# Address, pseudonym, roles, where. `.invalid` can belong to nobody (RFC 2606).
_PEOPLE: list[tuple[str, str, list[str], str]] = [
    ("admin@demo.invalid", "Cèdre 1001", [Role.Name.ADMINISTRATOR], ""),
    # Annulling signatures takes two.
    ("admin2@demo.invalid", "Érable 1006", [Role.Name.ADMINISTRATOR], ""),
    ("editrice@demo.invalid", "Tilleul 1002", [Role.Name.EDITOR], ""),
    ("moderation@demo.invalid", "Frêne 1003", [Role.Name.MODERATOR], ""),
    ("comite@demo.invalid", "Olivier 1004", [Role.Name.ORGANISER], "comite:marmande"),
    ("citoyenne@demo.invalid", "Noyer 1005", [], ""),
]


@dataclass(frozen=True)
class DemoPerson:
    """One account of the demo, with the codes of its sheet that are still good."""

    user: User
    roles: list[str]
    codes: list[str]


@transaction.atomic
def create_demo_people(*, at: datetime) -> list[DemoPerson]:
    """Make the people of the demo, or find them again; a sheet that is used up is replaced."""
    return [_person(*row, at=at) for row in _PEOPLE]


def _person(
    address: str, pseudonym: str, roles: list[str], scope: str, *, at: datetime
) -> DemoPerson:
    user = find_or_create_person(address=address)
    if user.pseudonym is None:
        user.pseudonym = pseudonym
        user.save(update_fields=["pseudonym"])
    for role in roles:
        grant_role(user=user, role=role, scope=scope, at=at - _AGE)
    if roles and not (has_second_factor(user) and unused_codes(user)):
        renew_sheet(user=user)
    labels = [str(Role.Name(role).label) for role in roles]
    return DemoPerson(user=user, roles=labels, codes=unused_codes(user))
