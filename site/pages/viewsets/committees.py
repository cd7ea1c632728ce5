"""The register of committees, at the editors' desk and at the organisers'."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.access import account_of, has_role
from accounts.models import Role, User
from committees.errors import SlugTaken, UnknownDepartement, UnreadableDate
from committees.models import Committee, CommitteeQuerySet
from committees.services import delete_committee, save_committee
from pages.viewsets.register import RegisterForm, RegisterViewSet

OWN_WORDS = ["name", "town", "defends", "presentation"]
EVIDENCE = ["departement", "insee_code", "evidence", "source_url", "source_date", "status"]


class CommitteePolicy(ModelPermissionPolicy):
    """Editors keep every committee; organisers change those that their role names."""

    def user_has_permission_for_instance(
        self, user: User, action: str, instance: Committee
    ) -> bool:
        if not self.user_has_permission(user, action):
            return False
        if edits_all(user):
            return True
        return action == "change" and has_role(user, Role.Name.ORGANISER, instance.scope)

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Committee
    ) -> bool:
        return any(self.user_has_permission_for_instance(user, one, instance) for one in actions)


def edits_all(user: User) -> bool:
    """Tell whether `user` answers for the whole register."""
    return has_role(user, Role.Name.EDITOR) or has_role(user, Role.Name.ADMINISTRATOR)


class CommitteeForm(RegisterForm):
    """What an editor may say of a committee, and what its organiser may."""

    # The address is printed, and the organisers' role names it.
    lasting = ("slug",)

    class Meta(RegisterForm.Meta):
        model = Committee
        fields = ["slug", *OWN_WORDS, *EVIDENCE]

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, for_user=for_user, **kwargs)
        if not edits_all(for_user):
            for name in EVIDENCE:
                self.fields[name].disabled = True


class CommitteeIndexView(generic.IndexView):
    """The committees that this person may change."""

    def get_base_queryset(self) -> "CommitteeQuerySet":
        committees: CommitteeQuerySet = super().get_base_queryset()
        user = account_of(self.request)
        if edits_all(user):
            return committees
        scopes = user.roles.filter(role=Role.Name.ORGANISER).values_list("scope", flat=True)
        return committees.of_scopes(scopes)


class CommitteeViewSet(RegisterViewSet[Committee]):
    """Committees: what they are called, where they are, what they defend."""

    model = Committee
    name = "comites"
    icon = "group"
    menu_label = _("Comités")
    add_item_label = _("Ajouter un comité")
    list_display = ("name", "town", "departement", "status")
    list_filter = ("status", "departement")
    search_fields = ("name", "town")
    ordering = ("departement", "town", "pk")
    form_class = CommitteeForm
    index_view_class = CommitteeIndexView
    refusals = {
        SlugTaken: _("Un autre comité a déjà cette adresse de page."),
        UnknownDepartement: _("Ce département n’existe pas."),
        UnreadableDate: _("Écrivez la date comme 2022-03-24, 2022-03 ou 2022."),
    }

    def create(self, *, typed: dict[str, Any], by: User) -> Committee:
        return save_committee(**typed)

    def change(self, kept: Committee, *, typed: dict[str, Any], by: User) -> Committee:
        return save_committee(committee=kept, **typed)

    def delete(self, kept: Committee, *, by: User) -> None:
        delete_committee(committee=kept)
