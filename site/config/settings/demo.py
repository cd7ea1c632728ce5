"""The demo: the real platform on this machine, with letters that can be read at /courrier/."""

from config.settings.base import *  # noqa: F403  (a settings module extends another)
from config.settings.base import MAILERS, VAR_DIR

DEMO = True
COURRIER_DIR = VAR_DIR / "courrier"
MAILERS = MAILERS | {
    "delivery": {"BACKEND": "core.mail.CourrierBackend", "OPTIONS": {"folder": COURRIER_DIR}},
}
PUBLISHER = "Démonstration de Santé en débat"
PUBLISHER_ADDRESS = "Cette copie tourne sur votre machine. Elle n’est pas publiée."
PUBLICATION_DIRECTOR = "La personne qui a lancé la démonstration"
HOSTING_COMPANY = "Votre propre machine"
CONTACT_EMAIL = "contact@demo.invalid"
SECURITY_EMAIL = "securite@demo.invalid"
# A newcomer sees the count rise at once; in public, groups protect signers.
SEAL_BATCH = 1
