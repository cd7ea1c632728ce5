"""Addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "debates"
urlpatterns: list[URLPattern | URLResolver] = []
