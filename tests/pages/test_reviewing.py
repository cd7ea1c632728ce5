"""A draft of prose is read again by another editor before it is published."""

import pytest
from wagtail.models import Page, TaskState, Workflow

from accounts.services import sync_groups
from tests.factories.debates import make_debate
from tests.factories.pages import make_proposal, make_prose
from tests.pages.desk import editor, page_form_at, said

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still opens its own connection to send its notices.
    pytest.mark.filterwarnings("ignore:get_connection:PendingDeprecationWarning"),
]


def submit(page: Page, **typed: str) -> TaskState:
    """Send a draft of `page` to its review, as an editor."""
    client, address = editor(), f"/gestion/pages/{page.pk}/edit/"
    client.post(address, page_form_at(client, address) | typed | {"action-submit": "1"})
    return TaskState.objects.get(workflow_state__object_id=page.pk)


def approve(state: TaskState, page: Page) -> None:
    address = f"/gestion/pages/workflow/action/{page.pk}/approve/{state.pk}/"
    assert editor().post(address, {"comment": ""}).status_code == 302


def test_another_editor_publishes_a_draft_after_reading_it() -> None:
    sync_groups()
    page = make_prose(title="Aide")
    state = submit(page, title="Besoin d’aide ?")
    assert Page.objects.get(pk=page.pk).title == "Aide"
    approve(state, page)
    assert Page.objects.get(pk=page.pk).title == "Besoin d’aide ?"


def test_what_waits_for_a_review_shows_on_the_first_page() -> None:
    sync_groups()
    page = make_prose(title="Aide")
    submit(page)
    assert "Aide" in said(editor().get("/gestion/"))


def test_a_review_moves_no_page_whose_debate_was_opened_meanwhile() -> None:
    sync_groups()
    page = make_proposal()
    state = submit(page, slug="ailleurs")
    make_debate(parent_path=page.url)
    approve(state, page)
    assert Page.objects.get(pk=page.pk).slug == page.slug


def test_the_review_has_a_french_name() -> None:
    sync_groups()
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Relecture"]
