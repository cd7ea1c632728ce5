"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from petitions.views import confirming, figures, mine, receipts, signing, withdrawing

app_name = "petitions"
urlpatterns: list[URLPattern | URLResolver] = [
    # No petition has this slug. Private to one browser: the reference is a secret.
    path("mes-signatures/", mine.ask, name="mine-ask"),
    path("mes-signatures/<slug:reference>/", mine.show, name="mine"),
    path("mes-signatures/<slug:reference>/renvoyer/", mine.resend, name="mine-resend"),
    path("mes-signatures/<slug:reference>/retirer/", mine.withdraw, name="mine-withdraw"),
    path("<slug:slug>/", figures.detail, name="detail"),
    path("<slug:slug>/signer/", signing.sign, name="sign"),
    # Private to one browser: its reference is a secret.
    path("<slug:slug>/confirmer/<slug:reference>/", confirming.confirm, name="confirm"),
    path("<slug:slug>/confirmer/<slug:reference>/renvoyer/", confirming.resend, name="resend"),
    path("<slug:slug>/confirmer/<slug:reference>/corriger/", signing.correct, name="correct"),
    # Private to one mailbox: its token comes in the letter.
    path("<slug:slug>/lien/<slug:token>/", confirming.link, name="link"),
    # Private to who confirmed: the token is told with the answer.
    path("<slug:slug>/recu/<slug:token>/", receipts.page, name="receipt"),
    path("<slug:slug>/recu/<slug:token>/preuve/", receipts.proof_file, name="proof"),
    path("<slug:slug>/recu/<slug:token>/promesse/", receipts.promise_file, name="promise"),
    path("<slug:slug>/recu/<slug:token>/imprimer/", receipts.printed, name="printed"),
    path("<slug:slug>/retirer/", withdrawing.withdraw, name="withdraw"),
    path("<slug:slug>/chiffres/", figures.page, name="figures"),
    path("<slug:slug>/chiffres.json", figures.as_json, name="figures-json"),
    path("<slug:slug>/chiffres.csv", figures.as_csv, name="figures-csv"),
    path(
        "<slug:slug>/chiffres-par-departement.csv",
        figures.places_as_csv,
        name="figures-places-csv",
    ),
]
