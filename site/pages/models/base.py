"""What every page of ours has in common: it is public, and the same for everybody."""

from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from core.http import publish


class CopyWithoutAlias(CopyForm):
    """Wagtail's form to copy a page; an alias would need the one petition of its original."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


class BasePage(Page):
    """A public page; `max_age` bounds how long a reader may see an older one."""

    # Counts rise, and what an editor corrects is gone, within seconds.
    max_age: ClassVar[timedelta] = timedelta(seconds=5)
    # Structure pages have one place and one address: nobody moves, renames or deletes them.
    is_structure: ClassVar[bool] = False
    # A page for some readers only would be kept by caches and shown to all: Wagtail offers none.
    private_page_options: ClassVar[list[str]] = []
    # No date of expiry: it would take a page away without asking whether that page may go.
    settings_panels: ClassVar[list[object]] = []

    copy_form_class = CopyWithoutAlias

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse another address for a page that must keep its own, on whatever way it comes."""
        super().clean()
        kept = type(self).objects.filter(pk=self.pk).first()
        if kept is not None and kept.must_stay and kept.slug != self.slug:
            raise ValidationError({"slug": _("Cette page garde son adresse : ne la changez pas.")})

    def with_content_json(self, content: dict[str, Any]) -> "BasePage":
        """Read a draft; one written before the page had to stay does not move it."""
        draft: BasePage = super().with_content_json(content)
        if self.must_stay:
            draft.slug = self.slug
        return draft

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return publish(response, max_age=int(self.max_age.total_seconds()))

    @property
    def must_stay(self) -> bool:
        """Tell whether this page keeps its place and its address, and stays public."""
        return self.is_structure
