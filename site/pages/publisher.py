"""Who publishes and hosts the site, as the operator's settings say."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Publisher:
    """What article 6 of the LCEN (law of 21 June 2004) asks a publisher to show."""

    name: str
    address: str
    director: str
    host: str
    email: str


def publisher() -> Publisher:
    """Return what the settings say; `check --deploy` fails while one of them is empty."""
    return Publisher(
        name=settings.PUBLISHER,
        address=settings.PUBLISHER_ADDRESS,
        director=settings.PUBLICATION_DIRECTOR,
        host=settings.HOSTING_COMPANY,
        email=settings.CONTACT_EMAIL,
    )
