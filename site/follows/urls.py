"""Addresses of the follows."""

from django.urls import URLPattern, URLResolver, path

from follows import views

app_name = "follows"
urlpatterns: list[URLPattern | URLResolver] = [
    path("arreter/<uuid:token>/", views.stop, name="stop"),
    # Private to one browser, or to one mailbox: the reference is a secret.
    path("<slug:reference>/", views.show_request, name="request"),
    path("<slug:reference>/renvoyer/", views.resend, name="resend"),
]
