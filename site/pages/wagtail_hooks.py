"""Where Wagtail's admin asks `pages.services` before it acts, and what its menu holds."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from accounts.access import has_role
from accounts.models import Role
from committees.models import Committee
from pages.errors import PageIsFixed
from pages.services import ensure_may_go
from pages.viewsets import GROUPS
from pages.viewsets.committees import CommitteePolicy
from pages.viewsets.petitions import PetitionPolicy
from petitions.models import Petition

WAYS_OUT = {"delete", "unpublish", "move"}
# Nothing of the site shows images or files, nobody here keeps Wagtail's reports, and its help
# leads to other sites, in English.
LEFT_OUT = {"images", "documents", "reports", "help"}


register_permission_policy(Committee, CommitteePolicy(Committee))
register_permission_policy(Petition, PetitionPolicy(Petition))


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_fixed_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead back to a page that must stay, with the reason; let the others go."""
    if request.method == "POST":
        try:
            ensure_may_go(page)
        except PageIsFixed as error:
            messages.error(request, str(error))
            return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_move_page")
def keep_fixed_pages_in_place(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    answer: HttpResponse | None = keep_fixed_pages(request, page)
    return answer


@hooks.register("before_bulk_action")
def keep_fixed_pages_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[object], action_class_instance: object
) -> HttpResponse | None:
    if action_type not in WAYS_OUT:
        return None
    answers = (keep_fixed_pages(request, page) for page in objects if isinstance(page, Page))
    return next((answer for answer in answers if answer is not None), None)


@hooks.register("construct_main_menu")
def leave_out_of_the_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in LEFT_OUT]


@hooks.register("construct_homepage_summary_items")
def count_pages_alone(request: HttpRequest, items: list[SummaryItem]) -> None:
    items[:] = [item for item in items if isinstance(item, PagesSummaryItem)]


class AdministratorsItem(MenuItem):
    """A line of the menu that administrators alone see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.Name.ADMINISTRATOR)


@hooks.register("insert_global_admin_css")
def dress_our_desks() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


@hooks.register("register_admin_urls")
def open_desks() -> list[URLResolver]:
    return [
        path("annulations/", include("pages.desk_urls")),
        path("alertes/", include("pages.alarm_urls")),
    ]


@hooks.register("register_admin_menu_item")
def show_the_way_to_annulments() -> MenuItem:
    address = reverse_lazy("annulments:index")
    return AdministratorsItem(_("Annulations"), address, icon_name="cross", order=230)


@hooks.register("register_admin_menu_item")
def show_the_way_to_alarms() -> MenuItem:
    address = reverse_lazy("alarms:index")
    return AdministratorsItem(_("Alertes"), address, icon_name="warning", order=225)


@hooks.register("register_admin_viewset")
def register() -> object:
    return GROUPS
