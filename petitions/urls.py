"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from petitions.views import (
    awaiting,
    confirming,
    data,
    embeds,
    feeds,
    figures,
    following,
    listing,
    mine,
    proposing,
    receipts,
    resembling,
    sharing,
    signing,
    supporting,
    waiting,
    withdrawing,
)

app_name = "petitions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.index, name="index"),
    # No petition has this slug. Private: for people who logged in.
    path("participer/proposer/", proposing.write, name="propose"),
    path("participer/semblables/", resembling.found, name="resembling"),
    path("participer/propositions/", proposing.own, name="own"),
    path("participer/propositions/<int:pk>/", proposing.one, name="own-one"),
    path("participer/propositions/<int:pk>/semblables/", proposing.similar, name="similar"),
    path("participer/propositions/<int:pk>/modifier/", proposing.edit, name="edit"),
    path("<slug:slug>/participer/soutenir/", supporting.support, name="support"),
    # No petition has this slug. Private to one browser: the reference is a secret.
    path("mes-signatures/", mine.ask, name="mine-ask"),
    # Private to one mailbox: its token comes in the letter.
    path("mes-signatures/lien/<slug:token>/", mine.link, name="mine-link"),
    path("mes-signatures/<slug:reference>/", mine.show, name="mine"),
    path("mes-signatures/<slug:reference>/renvoyer/", mine.resend, name="mine-resend"),
    path("mes-signatures/<slug:reference>/fermer/", mine.close, name="mine-close"),
    path("mes-signatures/<slug:reference>/retirer/", mine.withdraw, name="mine-withdraw"),
    path("en-attente/", awaiting.page, name="awaiting"),
    path("en-attente.json", awaiting.as_json, name="awaiting-json"),
    path("en-attente.csv", awaiting.as_csv, name="awaiting-csv"),
    path("chiffres.csv", data.every_count_as_csv, name="all-csv"),
    path("<slug:slug>/", figures.detail, name="detail"),
    path("<slug:slug>/versions/", listing.versions, name="versions"),
    path("<slug:slug>/suivre/", following.follow, name="follow"),
    path("<slug:slug>/signer/", signing.sign, name="sign"),
    path("<slug:slug>/papier/", waiting.paper, name="paper"),
    # Private to one browser: its reference is a secret.
    path("<slug:slug>/confirmer/<slug:reference>/", confirming.confirm, name="confirm"),
    path("<slug:slug>/confirmer/<slug:reference>/renvoyer/", confirming.resend, name="resend"),
    path("<slug:slug>/confirmer/<slug:reference>/hater/", confirming.hasten, name="hasten"),
    path("<slug:slug>/confirmer/<slug:reference>/corriger/", signing.correct, name="correct"),
    path(
        "<slug:slug>/confirmer/<slug:reference>/rien-recu/",
        waiting.nothing_came,
        name="nothing-came",
    ),
    # Private to one mailbox: its token comes in the letter.
    path("<slug:slug>/lien/<slug:token>/", confirming.link, name="link"),
    # Private to who confirmed: the token is told with the answer.
    path("<slug:slug>/recu/<slug:token>/", receipts.page, name="receipt"),
    path("<slug:slug>/recu/<slug:token>/preuve/", receipts.proof_file, name="proof"),
    path("<slug:slug>/recu/<slug:token>/promesse/", receipts.promise_file, name="promise"),
    path("<slug:slug>/recu/<slug:token>/imprimer/", receipts.printed, name="printed"),
    path("<slug:slug>/retirer/", withdrawing.withdraw, name="withdraw"),
    path("<slug:slug>/partage.png", sharing.image, name="share-image"),
    path("<slug:slug>/chiffres/", figures.page, name="figures"),
    path("<slug:slug>/compte.json", figures.live, name="live"),
    path("<slug:slug>/chiffres.json", data.as_json, name="figures-json"),
    path("<slug:slug>/chiffres.csv", data.as_csv, name="figures-csv"),
    path("<slug:slug>/chiffres-par-heure.csv", data.hours_as_csv, name="hours-csv"),
    path("<slug:slug>/chiffres-par-heure.json", data.hours_as_json, name="hours-json"),
    path(
        "<slug:slug>/chiffres-par-departement.csv",
        data.places_as_csv,
        name="figures-places-csv",
    ),
    path("<slug:slug>/encart/", embeds.frame, name="embed"),
    path("<slug:slug>/encart.svg", embeds.image, name="embed-image"),
    path("<slug:slug>/fil.atom", feeds.timeline, name="feed"),
]
