"""Addresses of the desks that are no register, below `/gestion/`."""

from django.urls import path

from pages.views import annulments

app_name = "annulments"
urlpatterns = [
    path("", annulments.index, name="index"),
    path("proposer/", annulments.propose, name="propose"),
    path("<int:pk>/", annulments.detail, name="detail"),
]
