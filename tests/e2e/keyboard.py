"""A visitor without a mouse: everything is reached with Tab and pressed with Enter or Space."""

import re

from playwright.sync_api import Locator, Page

LONGEST_WALK = 120


def reach(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus; fail when it cannot be reached."""
    target.wait_for()
    for _ in range(LONGEST_WALK):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}.")


def write(page: Page, label: str, text: str) -> None:
    """Reach the field whose label holds these words and type, over what it holds."""
    field = page.get_by_role("textbox", name=label).or_(page.get_by_role("searchbox", name=label))
    reach(page, field)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def press(page: Page, name: str | re.Pattern[str], *, link: bool = False) -> None:
    """Reach the button (or link) of this name and press Enter; wait for the page it leads to."""
    target = page.get_by_role("link" if link else "button", name=name).first
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, label: str) -> None:
    """Reach the group of this radio button, and go down to it with the arrow."""
    wanted = page.get_by_label(label, exact=True)
    group = page.locator(f'input[type=radio][name="{wanted.get_attribute("name")}"]')
    reach(page, group.first)
    page.keyboard.press("Space")
    for _ in range(group.count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The arrow never reaches {label}.")
