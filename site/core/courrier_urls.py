"""Addresses of the demo's letters; included by the demo alone."""

from django.urls import URLPattern, URLResolver, path

from core.views import courrier

app_name = "courrier"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", courrier.index, name="index"),
    path("<slug:name>/", courrier.letter, name="letter"),
]
