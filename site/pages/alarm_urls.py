"""Addresses of the desk of alarms, below `/gestion/`."""

from django.urls import path

from pages.views import alarms

app_name = "alarms"
urlpatterns = [
    path("", alarms.index, name="index"),
    path("<int:pk>/", alarms.detail, name="detail"),
]
