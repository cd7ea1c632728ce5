"""Pages that must stay: neither deleted, unpublished, moved nor renamed, on any way."""

from collections.abc import Callable

import pytest
from wagtail.models import Page

from tests.factories.debates import make_debate
from tests.factories.pages import make_home, make_proposal, make_proposals, make_prose
from tests.factories.petitions import make_draft_petition, make_petition
from tests.pages.desk import editor, page_form_at, said

pytestmark = pytest.mark.django_db
WAYS_OUT = ["delete", "unpublish", "move"]


def with_petition() -> Page:
    return make_proposal(petition=make_petition())


def with_petition_by_its_path() -> Page:
    proposal = make_proposal()
    make_petition(proposal_path=proposal.url)
    return proposal


def with_debate() -> Page:
    proposal = make_proposal()
    make_debate(parent_path=proposal.url)
    return proposal


def linked_everywhere() -> Page:
    return make_prose(slug="mentions-legales")


FIXED: list[Callable[[], Page]] = [
    make_home,
    linked_everywhere,
    make_proposals,
    with_petition,
    with_petition_by_its_path,
    with_debate,
]


def leave(page: Page, way: str) -> None:
    """Send `page` out by `way`."""
    tail = f"{make_prose().pk}/confirm/" if way == "move" else ""
    editor().post(f"/gestion/pages/{page.pk}/{way}/{tail}")


@pytest.mark.parametrize("make", FIXED)
@pytest.mark.parametrize("way", WAYS_OUT)
def test_a_fixed_page_stays(make: Callable[[], Page], way: str) -> None:
    page = make()
    before = (page.path, page.live)
    leave(page, way)
    page = Page.objects.get(pk=page.pk)
    assert (page.path, page.live) == before


@pytest.mark.parametrize("make", FIXED)
@pytest.mark.parametrize("way", WAYS_OUT)
def test_a_fixed_page_stays_in_bulk(make: Callable[[], Page], way: str) -> None:
    page = make()
    before = (page.path, page.live)
    chooser = make_prose().pk
    address = f"/gestion/bulk/wagtailcore/page/{way}/?id={make_prose().pk}&id={page.pk}&next=/"
    editor().post(address, {"chooser": chooser, "include_descendants": "on"})
    page = Page.objects.get(pk=page.pk)
    assert (page.path, page.live) == before


def test_the_editor_reads_why_a_page_stays() -> None:
    page, client = with_petition(), editor()
    response = client.post(f"/gestion/pages/{page.pk}/unpublish/", follow=True)
    assert "la page doit rester, à la même adresse" in said(response)


@pytest.mark.parametrize("make", FIXED)
def test_a_fixed_page_keeps_its_address(make: Callable[[], Page]) -> None:
    page, client = make(), editor()
    address = f"/gestion/pages/{page.pk}/edit/"
    form = page_form_at(client, address) | {"slug": "ailleurs", "action-publish": "1"}
    response = client.post(address, form)
    assert "Cette page garde son adresse" in said(response)
    assert Page.objects.get(pk=page.pk).slug == page.slug


def test_an_autosave_with_another_address_is_refused_beside_its_field() -> None:
    page, client = with_petition(), editor()
    address = f"/gestion/pages/{page.pk}/edit/"
    form = page_form_at(client, address) | {"slug": "ailleurs"}
    response = client.post(address, form, headers={"Accept": "application/json"})
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["success"] is False


def test_a_draft_of_before_the_opening_moves_nothing() -> None:
    page = make_proposal(petition=make_draft_petition())
    kept = page.slug
    page.slug = "ailleurs"
    page.save_revision()
    make_debate(parent_path=Page.objects.get(pk=page.pk).url)
    editor().post(f"/gestion/bulk/wagtailcore/page/publish/?id={page.pk}&next=/", {})
    assert Page.objects.get(pk=page.pk).slug == kept


def test_no_page_expires() -> None:
    page, client = make_prose(), editor()
    address = f"/gestion/pages/{page.pk}/edit/"
    form = page_form_at(client, address) | {"expire_at": "2020-01-01 10:00", "action-publish": "1"}
    client.post(address, form)
    page = Page.objects.get(pk=page.pk)
    assert page.live
    assert page.expire_at is None


@pytest.mark.parametrize("way", ["delete", "unpublish"])
def test_a_proposal_whose_petition_is_a_draft_may_go(way: str) -> None:
    page = make_proposal(petition=make_draft_petition())
    leave(page, way)
    assert not Page.objects.filter(pk=page.pk, live=True).exists()


def test_no_alias_takes_the_petition_of_its_original() -> None:
    page, client = with_petition(), editor()
    form = {
        "new_title": "Une autre",
        "new_slug": "une-autre",
        "new_parent_page": str(make_proposals().pk),
        "alias": "on",
    }
    client.post(f"/gestion/pages/{page.pk}/copy/", form)
    assert Page.objects.get(slug="une-autre").alias_of is None


def test_a_copy_of_a_proposal_leaves_the_petition_where_it_is() -> None:
    page, client = with_petition(), editor()
    form = {
        "new_title": "Une autre",
        "new_slug": "une-autre",
        "new_parent_page": str(make_proposals().pk),
    }
    client.post(f"/gestion/pages/{page.pk}/copy/", form)
    assert Page.objects.get(slug="une-autre").specific.petition is None
