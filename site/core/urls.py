"""Addresses that belong to no app."""

from django.urls import URLPattern, URLResolver, path, re_path

from core.views import health, shortlinks

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    path(".well-known/security.txt", health.security_txt, name="security_txt"),
    # With or without its last slash: people copy it from paper.
    re_path(r"^p/(?P<code>[A-Za-z0-9]{1,12})/?$", shortlinks.follow, name="shortlink"),
]
