"""The refusals that administrators meet who annul signatures: it takes two, who are not new."""

from typing import Any

from django.utils import timezone

from accounts.errors import NotAdministratorSince
from accounts.models import Role, User
from accounts.services import grant_role, hand_out_sheet
from petitions import errors
from petitions.models import Alarm, Annulment
from petitions.services import (
    approve_annulment,
    close_petition,
    destroy_key,
    propose_against,
    settle_alarm,
)
from tests.factories.accounts import LONG_AGO
from tests.factories.annulments import (
    SETTLED,
    STATEMENT,
    administrator,
    approved,
    propose,
    signed_by,
)
from tests.factories.petitions import NOW, make_petition
from tests.pages.desk import desk_of
from tests.pages.refusals import Refusal, Sending, sending
from tests.petitions.test_alarms import alarmed

DESK = "/gestion/annulations/"
TOO_NEW = "72 heures avant"
TWO = "Une autre personne doit approuver"
ONLY_COURTS = "seule la justice peut faire annuler"
TOO_LATE = "Cette étape n’est plus possible"


def proposed(by: User | None = None) -> Annulment:
    petition, indexes = signed_by("ada")
    return propose(petition, indexes, by=by)


def deciding(annulment: Annulment, by: User, step: str = "approve") -> Sending:
    return sending(desk_of(by), f"{DESK}{annulment.pk}/", {"step": step})


def proposing(annulment: Annulment | None = None, by: User | None = None, **typed: Any) -> Sending:
    """Propose the same as `annulment`, or to annul what nobody signed."""
    petition = annulment.petition if annulment else make_petition()
    indexes = annulment.targets.values_list("index", flat=True) if annulment else [99]
    said = {"petition": petition.pk, "reason": "2", "statement": STATEMENT, "step": "propose"}
    said["indexes"] = "\r\n".join(map(str, indexes))
    return sending(desk_of(by or administrator()), f"{DESK}proposer/", said | typed)


def against(alarm: Alarm, by: User | None = None) -> Sending:
    said = {"step": "propose", "statement": STATEMENT}
    return sending(desk_of(by or administrator()), f"/gestion/alertes/{alarm.pk}/", said)


def new_administrator() -> User:
    user = administrator()
    user.roles.update(granted_at=timezone.now())
    return user


def as_who_proposed() -> Sending:
    person = administrator()
    return deciding(proposed(person), person)


def as_whom_the_proposer_let_in() -> Sending:
    person, other = administrator(), administrator()
    other.roles.all().delete()
    grant_role(user=other, role=Role.Name.ADMINISTRATOR, by=person, at=LONG_AGO)
    return deciding(proposed(person), other)


def as_who_has_the_proposer_s_sheet() -> Sending:
    person, other = administrator(), administrator()
    hand_out_sheet(user=other, by=person, at=NOW)
    return deciding(proposed(person), other)


def as_another_address_of_the_proposer() -> Sending:
    person, other = administrator(), administrator()
    User.objects.filter(pk=person.pk).update(email="moi@gmail.com")
    User.objects.filter(pk=other.pk).update(email="m.oi+2@gmail.com")
    return deciding(proposed(User.objects.get(pk=person.pk)), User.objects.get(pk=other.pk))


def named_twice() -> Sending:
    annulment = proposed()
    other = Annulment.objects.get(pk=annulment.pk)
    other.pk = None
    other.save()
    for target in annulment.targets.all():
        target.pk, target.annulment = None, other
        target.save()
    approve_annulment(annulment=other, by=administrator(), at=NOW)
    return deciding(annulment, administrator())


def already_approved() -> Sending:
    return deciding(approved(*signed_by("ada")), administrator())


def undone_by_a_third() -> Sending:
    return deciding(approved(*signed_by("ada")), administrator(), "undo")


def without_a_proposer() -> Sending:
    person = administrator()
    annulment = proposed(person)
    person.delete()
    return deciding(annulment, administrator())


def destroyed(annulment: Annulment) -> Annulment:
    close_petition(petition=annulment.petition, at=NOW)
    destroy_key(petition=annulment.petition, at=SETTLED)
    return annulment


def against_what_is_annulled() -> Sending:
    alarm = alarmed()
    propose_against(alarm, statement=STATEMENT, by=administrator(), at=NOW)
    Alarm.objects.update(is_settled=False)
    return against(alarm)


def against_what_is_settled() -> Sending:
    alarm = alarmed()
    settle_alarm(alarm)
    return against(alarm)


def settling_twice() -> Sending:
    alarm = alarmed()
    settle_alarm(alarm)
    return sending(desk_of(administrator()), f"/gestion/alertes/{alarm.pk}/", {"step": "settle"})


def with_its_key_gone() -> Sending:
    alarm = alarmed()
    close_petition(petition=alarm.petition, at=NOW)
    destroy_key(petition=alarm.petition, at=SETTLED)
    return against(alarm)


ANNULLING = [
    Refusal(errors.NotCounted, "proposer", 422, "Ce ne sont pas des signatures", proposing),
    Refusal(
        errors.NotCounted,
        "second proposer",
        422,
        "Ce ne sont pas des signatures",
        lambda: proposing(proposed()),
    ),
    Refusal(errors.NotCounted, "approver", 409, "nomme les mêmes signatures", named_twice),
    Refusal(errors.NotCounted, "alarmed", 422, "Rien à annuler", against_what_is_annulled),
    Refusal(errors.SamePerson, "proposer", 409, TWO, as_who_proposed),
    Refusal(errors.SamePerson, "let in by them", 409, TWO, as_whom_the_proposer_let_in),
    Refusal(errors.SamePerson, "handed a sheet", 409, TWO, as_who_has_the_proposer_s_sheet),
    Refusal(errors.SamePerson, "other address", 409, TWO, as_another_address_of_the_proposer),
    *[
        Refusal(error, f"new {who}", status, TOO_NEW, arrange)
        for error in (errors.AdministratorTooNew, NotAdministratorSince)
        for who, status, arrange in [
            ("proposer", 422, lambda: proposing(by=new_administrator())),
            ("approver", 409, lambda: deciding(proposed(), new_administrator())),
            ("alarmed", 422, lambda: against(alarmed(), new_administrator())),
        ]
    ],
    Refusal(
        errors.KeyIsDestroyed,
        "proposer",
        422,
        ONLY_COURTS,
        lambda: proposing(destroyed(proposed())),
    ),
    Refusal(
        errors.KeyIsDestroyed,
        "approver",
        409,
        ONLY_COURTS,
        lambda: deciding(destroyed(proposed()), administrator()),
    ),
    Refusal(errors.KeyIsDestroyed, "alarmed", 422, ONLY_COURTS, with_its_key_gone),
    Refusal(errors.WrongStatus, "second approver", 409, TOO_LATE, already_approved),
    Refusal(errors.WrongStatus, "third who undoes", 409, TOO_LATE, undone_by_a_third),
    Refusal(errors.WrongStatus, "approver of nobody’s", 409, TOO_LATE, without_a_proposer),
    Refusal(errors.WrongStatus, "alarmed", 422, "l’avait déjà examinée", against_what_is_settled),
    Refusal(errors.WrongStatus, "settler", 409, "l’avait déjà examinée", settling_twice),
]
