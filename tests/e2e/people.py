"""How people come in: by mailed code, and with a second code for those who work here."""

import re
import uuid

from playwright.sync_api import Page

from tests.e2e.demo import Demo
from tests.e2e.keyboard import press, write


def new_address() -> str:
    return f"ada.{uuid.uuid4().hex[:12]}@example.org"


def log_in(page: Page, demo: Demo, address: str, *, to: str = "/compte/") -> None:
    """Log in with a mailed code, and, when asked, with the next code of the printed sheet."""
    letters = len(demo.letters_to(address))
    page.goto(f"/compte/connexion/?next={to}")
    write(page, "Votre adresse électronique", address)
    press(page, "Recevoir mon code")
    write(page, "code", demo.code_for(address, newer_than=letters))
    press(page, "Me connecter")
    if "second-facteur" in page.url:
        write(page, "code", demo.next_sheet_code(address))
        press(page, "Continuer")


def choose_pseudonym(page: Page) -> None:
    """Take the first of the names that are offered."""
    page.goto("/compte/pseudonyme/")
    press(page, re.compile("^Prendre"))
