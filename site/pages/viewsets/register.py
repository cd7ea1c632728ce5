"""Wagtail listings and forms whose save and delete call the services of an app."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.db import models
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.views.generic.edit import FormMixin
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class _AsksTheService(FormMixin):
    """Save through the viewset's service, and show its refusal above the form."""

    register: Any = None  # the RegisterViewSet; Wagtail hands it over with `as_view`
    form: Any

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except tuple(self.register.refusals) as refusal:
            form.add_error(None, self.register.refusals[type(refusal)])
            response = self.form_invalid(form)
        return response


class RegisterCreateView(_AsksTheService, generic.CreateView):
    """Add a row through the service."""

    def save_instance(self) -> Any:
        return self.register.create(typed=self.form.cleaned_data, by=self.request.user)


class RegisterEditView(_AsksTheService, generic.EditView):
    """Change a row through the service, which sees it as it is in the table."""

    def save_instance(self) -> Any:
        kept = self.model._default_manager.get(pk=self.form.instance.pk)
        return self.register.change(kept, typed=self.form.cleaned_data, by=self.request.user)


class RegisterDeleteView(generic.DeleteView):
    """Delete a row through the service."""

    register: Any = None

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except tuple(self.register.refusals) as refusal:
            messages.error(self.request, self.register.refusals[type(refusal)])
            response = HttpResponseRedirect(self.get_success_url())
        return response

    def delete_action(self) -> None:
        self.register.delete(self.object, by=self.request.user)


class RegisterViewSet[Row: models.Model](ModelViewSet):
    """One register of the platform: subclasses say its columns, its form and its services.

    `refusals` are the errors of those services, each with the sentence the editor reads.
    """

    add_to_admin_menu = False
    add_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    delete_view_class = RegisterDeleteView
    copy_view_enabled = False
    form_class: ClassVar[type[BaseForm]]
    refusals: ClassVar[Mapping[type[Exception], "StrPromise"]] = {}

    @cached_property
    def url_namespace(self) -> str:
        """Keep apart from the public pages' namespaces: « petitions » is both."""
        return f"gestion-{self.name}"

    def get_form_class(self, for_update: bool = False) -> type[BaseForm]:
        return self.form_class

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        view_kwargs: dict[str, Any] = super().get_add_view_kwargs(register=self, **kwargs)
        return view_kwargs

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        view_kwargs: dict[str, Any] = super().get_edit_view_kwargs(register=self, **kwargs)
        return view_kwargs

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        view_kwargs: dict[str, Any] = super().get_delete_view_kwargs(register=self, **kwargs)
        return view_kwargs

    def create(self, *, typed: dict[str, Any], by: User) -> Row:
        """Store a new row from what an editor typed; the subclass names the service."""
        raise PermissionError(f"Nothing is added by hand to {self.model}.")

    def change(self, kept: Row, *, typed: dict[str, Any], by: User) -> Row:
        """Change a row from what an editor typed; the subclass names the service."""
        raise PermissionError(f"Nothing is changed by hand in {self.model}.")

    def delete(self, kept: Row, *, by: User) -> None:
        """Remove a row; the subclass names the service."""
        raise PermissionError(f"Nothing is deleted by hand from {self.model}.")
