"""Addresses of the desk where proposals are read, below `/moderation/propositions/`."""

from django.urls import path

from pages.views import reviews

app_name = "reviews"
urlpatterns = [
    path("", reviews.queue, name="queue"),
    path("<int:pk>/", reviews.one, name="one"),
    path("<int:pk>/prendre/", reviews.take, name="take"),
    path("<int:pk>/rendre/", reviews.give_back, name="give_back"),
]
