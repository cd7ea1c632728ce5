"""Every address of the platform; Wagtail's pages answer what no line before them does."""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.forbidden"
handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.server_error"

urlpatterns = [
    path("", include("core.urls")),
    path("compte/", include("accounts.urls")),
    path("registre/", include("ledger.urls")),
    path("moderation/propositions/", include("pages.review_urls")),
    path("moderation/", include("moderation.urls")),
    path("suivi/", include("follows.urls")),
    path("comites/", include("committees.urls")),
    path("debats/", include("debates.urls")),
    path("petitions/", include("petitions.urls")),
    path("transparence/", include("transparency.urls")),
    path("", include("pages.urls")),
    path("gestion/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.DEMO:
    urlpatterns.append(path("courrier/", include("core.courrier_urls")))
# Its other addresses log in with a password, and open pages to some readers only: not here.
urlpatterns.append(re_path(serve_pattern, serve, name="wagtail_serve"))
