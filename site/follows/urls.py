"""Addresses of the follows."""

from django.urls import URLPattern, URLResolver, path

from follows import views

app_name = "follows"
urlpatterns: list[URLPattern | URLResolver] = [
    path("arreter/<uuid:token>/", views.stop, name="stop"),
]
