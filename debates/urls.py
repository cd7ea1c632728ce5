"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from debates.views import owning, reading, writing

app_name = "debates"
urlpatterns: list[URLPattern | URLResolver] = [
    # Public: the same bytes for everybody.
    path("", reading.index, name="index"),
    path("<slug:slug>/", reading.detail, name="detail"),
    path("<slug:slug>/contributions/<int:pk>/", reading.contribution, name="contribution"),
    path("<slug:slug>/contributions/<int:pk>/r/<int:number>/", reading.revision, name="revision"),
    # Private: for people who logged in.
    path("<slug:slug>/participer/", writing.write, name="participate"),
    path("<slug:slug>/participer/repondre/<int:pk>/", writing.reply, name="reply"),
    path("<slug:slug>/participer/mes-contributions/", owning.own, name="own"),
    path("<slug:slug>/participer/recu/<int:pk>/", owning.receipt, name="receipt"),
    path("<slug:slug>/participer/corriger/<int:pk>/", owning.revise, name="revise"),
    path("<slug:slug>/participer/retirer/<int:pk>/", owning.withdraw, name="withdraw"),
]
