"""Where Wagtail's admin asks `pages.services` before it acts, and what its menu holds."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from pages.errors import PageIsFixed
from pages.services import ensure_keeps_its_address, ensure_may_go
from pages.viewsets import GROUPS

FORBIDDEN_BULK_ACTIONS = {"delete", "unpublish", "move"}


def _refuse(request: HttpRequest, page: Page, error: PageIsFixed) -> HttpResponse:
    messages.error(request, str(error))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_fixed_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    if request.method != "POST":
        return None
    try:
        ensure_may_go(page)
    except PageIsFixed as error:
        return _refuse(request, page, error)
    return None


@hooks.register("before_move_page")
def keep_fixed_pages_in_place(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    answer: HttpResponse | None = keep_fixed_pages(request, page)
    return answer


@hooks.register("before_edit_page")
def keep_addresses(request: HttpRequest, page: Page) -> HttpResponse | None:
    slug = request.POST.get("slug")
    if request.method != "POST" or slug is None:
        return None
    try:
        ensure_keeps_its_address(page, slug=slug)
    except PageIsFixed as error:
        return _refuse(request, page, error)
    return None


@hooks.register("before_bulk_action")
def keep_fixed_pages_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[object], action_class_instance: object
) -> HttpResponse | None:
    if request.method != "POST" or action_type not in FORBIDDEN_BULK_ACTIONS:
        return None
    for page in objects:
        if isinstance(page, Page):
            try:
                ensure_may_go(page)
            except PageIsFixed as error:
                return _refuse(request, page, error)
    return None


@hooks.register("register_admin_viewset")
def register() -> object:
    return GROUPS
