"""Addresses of moderation: the desk, and what everybody may read of it."""

from django.urls import path

from moderation.views import desk, journal

app_name = "moderation"
urlpatterns = [
    path("", desk.queue, name="desk"),
    path("cas/<int:pk>/", desk.case, name="case"),
    path("cas/<int:pk>/prendre/", desk.take, name="take"),
    path("cas/<int:pk>/rendre/", desk.give_back, name="give_back"),
    path("journal/", journal.journal, name="journal"),
    path("journal.csv", journal.journal_csv, name="journal_csv"),
    path("journal.json", journal.journal_json, name="journal_json"),
    path("decisions/<slug:reference>/", journal.decision, name="decision"),
    path("decisions/<slug:reference>/revenir/", desk.reopen_decision, name="reopen"),
    path("charte/", journal.charter, name="charter"),
]
