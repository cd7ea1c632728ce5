"""What every page of ours has in common: it is public, and the same for everybody."""

from datetime import timedelta
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from core.http import publish


class BasePage(Page):
    """A public page; `max_age` bounds how long a reader may see an older one."""

    # Counts rise, and what an editor corrects is gone, within seconds.
    max_age: ClassVar[timedelta] = timedelta(seconds=5)
    # Structure pages have one place and one address: nobody moves, renames or deletes them.
    is_structure: ClassVar[bool] = False
    # A page for some readers only would be kept by caches and shown to all: Wagtail offers none.
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return publish(response, max_age=int(self.max_age.total_seconds()))
