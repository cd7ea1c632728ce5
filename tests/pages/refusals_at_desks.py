"""The refusals that editors meet at their registers of petitions and of what comes of them."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from petitions import errors
from petitions.models import Petition
from petitions.services import reach_thresholds
from tests.factories.outcome import answer, count, make_threshold, send
from tests.factories.petitions import NOW, make_closed_petition, make_draft_petition, make_petition
from tests.pages.desk import editor, form_at
from tests.pages.refusals import Refusal, Sending, sending
from tests.pages.test_abuse_registers import LIMIT, RULE, administrator
from tests.pages.test_outcomes_at_the_desk import EVENT, MIRROR, SENT, SOURCE, THRESHOLD, petition
from tests.petitions.test_guarding import block

NEVER_OPENED = "Cette pétition n’a pas été ouverte"
REACHED = "Ce seuil est atteint"
BAD_SOURCE = "La source n’est pas une adresse de page"
A_STEP = "Cette étape est écrite par le site"
TODAY = timezone.localdate()
ELSEWHERE = {"url": "https://ministere.example@ailleurs.example/"}


def filled(address: str, **typed: Any) -> Sending:
    """Change what the form at `address` shows as `typed` says."""
    client = editor()
    return sending(client, address, form_at(client, address) | typed)


def adding(register: str, typed: dict[str, Any], **more: Any) -> Sending:
    said = {"petition": petition().pk} | typed | more
    return filled(f"/gestion/{register}/new/", **said)


def changing(register: str, key: int, **typed: Any) -> Sending:
    return filled(f"/gestion/{register}/edit/{key}/", **typed)


def removing(register: str, key: int) -> Sending:
    return sending(editor(), f"/gestion/{register}/delete/{key}/")


def editing(petition: Petition, **typed: Any) -> Sending:
    return changing("petitions", petition.pk, **typed)


def unfrozen() -> Sending:
    return editing(make_petition(), step="save", text="Autre chose.")


def longer_once_closed() -> Sending:
    return editing(make_closed_petition(), step="save", closes_at="2040-01-01 12:00")


def unexplained() -> Sending:
    return editing(make_petition(), step="amend", text="Autre chose.", note="Rien.")


def opening_after_its_end() -> Sending:
    days = {"opens_at": NOW - timedelta(days=30), "closes_at": NOW - timedelta(days=1)}
    return editing(make_draft_petition(**days), step="open")


def closing_before_its_beginning() -> Sending:
    now = timezone.now()
    days = {"opens_at": now + timedelta(days=9), "closes_at": now + timedelta(days=90)}
    return editing(make_petition(**days), step="close", sure="on")


def reached() -> int:
    mine = petition()
    threshold = make_threshold(mine, signatures=3)
    count(mine, 3)
    reach_thresholds(at=timezone.now())
    return threshold.pk


def threshold_below_the_count() -> Sending:
    mine = petition()
    count(mine, 500)
    return adding("seuils", THRESHOLD, petition=mine.pk)


def threshold_set_twice() -> Sending:
    mine = petition()
    make_threshold(mine, **THRESHOLD)
    return adding("seuils", THRESHOLD, petition=mine.pk)


def threshold_of_what_ended() -> Sending:
    return adding("seuils", THRESHOLD, petition=make_closed_petition().pk)


def handed_to_a_stranger() -> Sending:
    make_petition(addressees=["Assemblée nationale"])
    return adding("envois", SENT, addressee="Assemblée nationale")


def handed_before_it_opened() -> Sending:
    return adding("envois", SENT, sent_on=TODAY - timedelta(days=365))


def handed_twice() -> Sending:
    mine = petition()
    send(mine, sent_on=TODAY, at=timezone.now())
    return adding("envois", SENT, petition=mine.pk)


def answered_with_a_false_source() -> Sending:
    dispatch = send(petition(), sent_on=TODAY, at=timezone.now())
    said = {"answered_on": TODAY, "summary": "Oui.", "answer": "Oui."}
    return changing("envois", dispatch.pk, **said, source_url=ELSEWHERE["url"])


def answered_twice() -> Sending:
    now = timezone.now()
    dispatch = answer(send(petition(), sent_on=TODAY, at=now), answered_on=TODAY, at=now)
    return changing("envois", dispatch.pk, summary="Autre chose.")


def step_of_its_life() -> int:
    return petition().events.get().pk


def mirrored_twice() -> Sending:
    mine = petition()
    adding("assemblees", MIRROR, petition=mine.pk)()
    return adding("assemblees", MIRROR, petition=mine.pk)


def a_draft(register: str, typed: dict[str, Any]) -> Sending:
    petition()  # whose addressees are offered
    return adding(register, typed, petition=make_draft_petition().pk)


def ruling(**typed: str) -> Sending:
    return sending(administrator(), "/gestion/regles/new/", RULE | typed)


def ruling_twice() -> Sending:
    block("domain", "*.exemple.fr")
    return ruling()


def limiting_twice() -> Sending:
    return sending(administrator(), "/gestion/limites/new/", LIMIT | {"seconds": "60"})


EDITING = [
    Refusal(errors.PetitionIsFrozen, "editor", 422, "Pour changer le texte", unfrozen),
    Refusal(
        errors.PetitionIsFrozen, "late editor", 422, "La clôture ne change plus", longer_once_closed
    ),
    Refusal(errors.AmendmentUnexplained, "editor", 422, "Dites en une phrase", unexplained),
    Refusal(errors.WrongStatus, "late editor", 422, "Cette étape n’est", opening_after_its_end),
    Refusal(errors.WrongStatus, "early editor", 422, "étape n’est", closing_before_its_beginning),
    Refusal(errors.ThresholdReached, "editor", 422, REACHED, lambda: changing("seuils", reached())),
    Refusal(
        errors.ThresholdReached,
        "removing editor",
        302,
        REACHED,
        lambda: removing("seuils", reached()),
    ),
    Refusal(errors.ThresholdBelowCount, "editor", 422, "plus grand", threshold_below_the_count),
    Refusal(errors.AlreadyThere, "setter", 422, "a déjà ce seuil", threshold_set_twice),
    Refusal(errors.WrongStatus, "setter", 422, "Cette pétition est close", threshold_of_what_ended),
    Refusal(errors.NoAddressee, "editor", 422, "ne s’adresse pas à", handed_to_a_stranger),
    Refusal(errors.WrongDay, "sender", 422, "Cette date est à venir", handed_before_it_opened),
    Refusal(errors.AlreadyThere, "sender", 422, "déjà remise", handed_twice),
    Refusal(errors.BadSource, "answerer", 422, BAD_SOURCE, answered_with_a_false_source),
    Refusal(errors.AlreadyAnswered, "editor", 422, "ne change plus", answered_twice),
    Refusal(errors.WrongStatus, "sender", 422, NEVER_OPENED, partial(a_draft, "envois", SENT)),
    Refusal(
        errors.WrongStatus,
        "teller",
        422,
        NEVER_OPENED,
        partial(a_draft, "evenements", EVENT | SOURCE),
    ),
    Refusal(
        errors.WrongStatus, "mirrorer", 422, NEVER_OPENED, partial(a_draft, "assemblees", MIRROR)
    ),
    Refusal(
        errors.BadSource,
        "teller",
        422,
        BAD_SOURCE,
        lambda: adding("evenements", EVENT, **ELSEWHERE),
    ),
    Refusal(
        errors.NotForEditors,
        "editor",
        422,
        A_STEP,
        lambda: changing("evenements", step_of_its_life(), **EVENT, **SOURCE),
    ),
    Refusal(
        errors.NotForEditors,
        "removing editor",
        302,
        A_STEP,
        lambda: removing("evenements", step_of_its_life()),
    ),
    Refusal(
        errors.NotOfThisHouse,
        "editor",
        422,
        "Cette adresse n’est pas celle",
        lambda: adding("assemblees", MIRROR, url="https://example.org/"),
    ),
    Refusal(errors.AlreadyThere, "mirrorer", 422, "déjà dans la liste", mirrored_twice),
    Refusal(
        errors.BadRule, "administrator", 422, "Écrivez un domaine", lambda: ruling(pattern="*")
    ),
    Refusal(errors.RuleExists, "administrator", 422, "Une autre règle porte déjà", ruling_twice),
    Refusal(errors.RuleExists, "limiter", 422, "ont déjà une limite", limiting_twice),
]
