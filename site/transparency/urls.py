"""Addresses of the transparency register; `/transparence/` itself is a page of Wagtail."""

from django.urls import URLPattern, path

from transparency.views import data, documents, facts, figures

app_name = "transparency"
urlpatterns: list[URLPattern] = [
    path("faits/", facts.index, name="facts"),
    path("faits/theme/<slug:slug>/", facts.topic, name="topic"),
    path("faits/<slug:slug>/", facts.fact, name="fact"),
    path("faits/<slug:slug>.json", facts.fact_json, name="fact-json"),
    path("corrections/", facts.corrections, name="corrections"),
    path("chiffres/", figures.page, name="figures"),
    path("chiffres.json", figures.as_json, name="figures-json"),
    path("chiffres.csv", figures.as_csv, name="figures-csv"),
    path("donnees/", data.index, name="data"),
    path("donnees/faits.json", data.facts_json, name="facts-json"),
    path("donnees/faits.csv", data.facts_csv, name="facts-csv"),
    path("donnees/comites.json", data.committees_json, name="committees-json"),
    path("donnees/comites.csv", data.committees_csv, name="committees-csv"),
    path("documents/<slug:sha256>/", documents.page, name="document"),
    path("documents/<slug:sha256>.txt", documents.as_text, name="document-text"),
]
