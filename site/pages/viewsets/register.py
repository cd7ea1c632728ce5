"""Wagtail listings and forms whose save and delete call the services of an app."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormMixin
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import formfield_for_dbfield, register_form_field_override
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class LinkField(forms.URLField):
    """The address of a page, scheme included: « //elsewhere.example/ » may be meant as a path."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy(
            "Copiez l’adresse entière du navigateur : elle commence par https://"
        )
    }

    def to_python(self, value: Any) -> Any:
        """Return what was typed, without the scheme that Django would put before it."""
        return forms.CharField.to_python(self, value)


# In every form of the admin, pages included.
register_form_field_override(models.URLField, override={"form_class": LinkField})


class RegisterForm(WagtailAdminModelForm):
    """A form of the admin; the rules of a row are for its services, which refuse in words.

    `lasting` are the fields that stay as they were first saved: others name the row by them.
    """

    lasting: ClassVar[tuple[str, ...]] = ()

    class Meta:
        # Django takes it from each form's own Meta: without it, no calendar, no growing field.
        formfield_callback = formfield_for_dbfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.lasting:
            self.fields[name].disabled = bool(self.instance.pk)

    def validate_constraints(self) -> None:
        """Leave them to the table: Django would show the editor their names."""


class PeriodForm(RegisterForm):
    """A form of what opens and closes."""

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean()
        opens_at, closes_at = typed.get("opens_at"), typed.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("La clôture vient après l’ouverture."))
        return typed


class _ChecksTheRow:
    """Refuse a row that its policy keeps from this person, whatever the view shows of it."""

    request: Any
    permission_policy: Any

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        row = super().get_object(*args, **kwargs)  # type: ignore[misc]  # Wagtail's view has it
        if not self.permission_policy.user_has_any_permission_for_instance(
            self.request.user, {"change", "delete"}, row
        ):
            raise PermissionDenied
        return row


class RegisterHistoryView(_ChecksTheRow, history.HistoryView):
    """Who changed a row, and when."""


class RegisterUsageView(_ChecksTheRow, usage.UsageView):
    """What refers to a row."""


class _AsksTheService(FormMixin):
    """Save through the viewset's service, and show its refusal above the form, or at a field."""

    register: Any = None  # the RegisterViewSet; Wagtail hands it over with `as_view`
    form: Any
    get_error_message: Any

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except tuple(self.register.refusals) as refusal:
            for field, said in self.register.told(refusal, form=form).items():
                form.add_error(field, said)
            # Wagtail's `is_valid` sets it for other errors; without it, `form_invalid` breaks.
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the form again, with 422 as everywhere on the site: Wagtail says 200."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


# Whatever the gender of what is kept; Wagtail's own words guess it: « modifié(e) ».
_SAVED = gettext_lazy("C’est enregistré.")
_NOT_SAVED = gettext_lazy("Rien n’est enregistré : corrigez ce qui est signalé.")


class RegisterCreateView(_AsksTheService, generic.CreateView):
    """Add a row through the service."""

    success_message = _SAVED
    error_message = _NOT_SAVED

    def save_instance(self) -> Any:
        return self.register.create(typed=self.form.cleaned_data, by=self.request.user)


class RegisterEditView(_ChecksTheRow, _AsksTheService, generic.EditView):
    """Change a row through the service, which sees it as it is in the table."""

    success_message = _SAVED
    error_message = _NOT_SAVED

    def save_instance(self) -> Any:
        kept = self.model._default_manager.get(pk=self.form.instance.pk)
        return self.register.change(kept, typed=self.form.cleaned_data, by=self.request.user)


class RegisterDeleteView(_ChecksTheRow, generic.DeleteView):
    """Delete a row through the service."""

    register: Any = None
    success_message = gettext_lazy("C’est supprimé.")

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
    history_view_class = RegisterHistoryView
    usage_view_class = RegisterUsageView
    copy_view_enabled = False
    add_item_label: "ClassVar[StrPromise]" = gettext_lazy("Ajouter")
    form_class: ClassVar[type[BaseForm]]
    refusals: ClassVar[Mapping[type[Exception], "StrPromise"]] = {}

    @cached_property
    def url_namespace(self) -> str:
        """Keep apart from the public pages' namespaces: « petitions » is both."""
        return f"gestion-{self.name}"

    def get_form_class(self, for_update: bool = False) -> type[BaseForm]:
        return self.form_class

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        view_kwargs: dict[str, Any] = super().get_index_view_kwargs(
            add_item_label=self.add_item_label, **kwargs
        )
        return view_kwargs

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        view_kwargs: dict[str, Any] = super().get_add_view_kwargs(register=self, **kwargs)
        return view_kwargs

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        view_kwargs: dict[str, Any] = super().get_edit_view_kwargs(register=self, **kwargs)
        return view_kwargs

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        view_kwargs: dict[str, Any] = super().get_delete_view_kwargs(register=self, **kwargs)
        return view_kwargs

    def told(self, refusal: Exception, *, form: BaseForm) -> Mapping[str | None, "StrPromise"]:
        """Return what is said of a refusal, by field; None is the whole form."""
        return {None: self.refusals[type(refusal)]}

    def create(self, *, typed: dict[str, Any], by: User) -> Row:
        """Store a new row from what an editor typed; the subclass names the service."""
        raise PermissionError(f"Nothing is added by hand to {self.model}.")

    def change(self, kept: Row, *, typed: dict[str, Any], by: User) -> Row:
        """Change a row from what an editor typed; the subclass names the service."""
        raise PermissionError(f"Nothing is changed by hand in {self.model}.")

    def delete(self, kept: Row, *, by: User) -> None:
        """Remove a row; the subclass names the service."""
        raise PermissionError(f"Nothing is deleted by hand from {self.model}.")
