"""The platform's addresses, after those it is measured against."""

from django.urls import path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as platform
from tests.bench import views

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/hello", views.hello),
    path("bench/form", views.bare_form),
    *platform,
]
