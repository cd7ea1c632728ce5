"""Addresses of the committees."""

from django.urls import URLPattern, path

from committees import views

app_name = "committees"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.detail, name="detail"),
]
