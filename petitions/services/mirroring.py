"""Petitions on the same subject at the assemblies: shown beside ours, never added to it."""

from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.paths import hides_its_site
from petitions.errors import AlreadyThere, NotOfThisHouse, WrongDay, WrongStatus
from petitions.models import Mirror, Petition

SITES = {
    Mirror.House.ASSEMBLY: "petitions.assemblee-nationale.fr",
    Mirror.House.SENATE: "petitions.senat.fr",
}


def save_mirror(
    *,
    petition: Petition,
    house: str,
    title: str,
    url: str,
    signatures: int,
    counted_on: date,
    at: datetime,
    mirror: Mirror | None = None,
) -> Mirror:
    """Store or correct a petition elsewhere, with the number read there on `counted_on`.

    Raises:
        WrongStatus: if `petition` was never opened.
        NotOfThisHouse: if `url` is not on the site where `house` takes petitions.
        WrongDay: if that day is to come.
        AlreadyThere: if `petition` names that address already.
    """
    if not petition.was_opened:
        raise WrongStatus
    address = urlsplit(url)
    is_of_this_house = address.scheme == "https" and address.netloc == SITES[Mirror.House(house)]
    if not is_of_this_house or hides_its_site(url):
        raise NotOfThisHouse
    if counted_on > timezone.localdate(at):
        raise WrongDay
    kept = mirror or Mirror()
    kept.petition, kept.house, kept.title, kept.url = petition, house, title, url
    kept.signatures, kept.counted_on = signatures, counted_on
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise AlreadyThere from None
    return kept


def remove_mirror(*, mirror: Mirror) -> None:
    """Forget a petition elsewhere."""
    mirror.delete()
