"""Addresses of accounts, under /compte/; the names are allauth's where it redirects to them."""

from django.urls import path

from accounts.views import home, login, second_factor, team

urlpatterns = [
    path("", home.home, name="account_home"),
    path("connexion/", login.knock, name="account_login"),
    path("connexion/code/", login.type_code, name="account_confirm_login_code"),
    path("connexion/second-facteur/", login.show_second_factor, name="mfa_authenticate"),
    path("deconnexion/", login.leave, name="account_logout"),
    path("pseudonyme/", home.pseudonym, name="account_pseudonym"),
    path("sessions/", home.sessions, name="account_sessions"),
    path("export.json", home.export, name="account_export"),
    path("suppression/", home.deletion, name="account_delete"),
    path("second-facteur/", second_factor.overview, name="mfa_index"),
    path("second-facteur/prouver/", second_factor.prove, name="account_prove_factor"),
    path("second-facteur/feuille/", second_factor.sheet, name="account_sheet"),
    path("second-facteur/application/", second_factor.app, name="account_app"),
    path("second-facteur/retirer/", second_factor.remove, name="account_remove_factor"),
    path("equipe/", team.team, name="account_team"),
    path("equipe/<int:pk>/retirer/", team.revoke, name="account_revoke_role"),
    path("equipe/<int:pk>/feuille/", team.new_sheet, name="account_new_sheet"),
]
