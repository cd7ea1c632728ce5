"""Addresses that join all apps, and the admin's door, which is everybody's door."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.generic import RedirectView

from core.http import public
from pages.sitemap import SITEMAPS

urlpatterns = [
    path("sitemap.xml", public(max_age=3600)(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "gestion/login/",
        RedirectView.as_view(url="/compte/connexion/?next=/gestion/"),
        name="admin_login",
    ),
]
