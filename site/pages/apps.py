"""App configuration: what editors, organisers and administrators may do in the registers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

REGISTERS = {
    "committees.committee": ["add", "change", "delete"],
    "transparency.fact": ["add", "change"],
    "transparency.source": ["add", "change"],
    "transparency.topic": ["add", "change"],
    "transparency.archiveddocument": ["add"],
    "debates.debate": ["add", "change"],
    "petitions.petition": ["add", "change"],
    "petitions.refusalreason": ["add", "change"],
    "petitions.threshold": ["add", "change", "delete"],
    "petitions.dispatch": ["add", "change"],
    "petitions.event": ["add", "change", "delete"],
    "petitions.mirror": ["add", "change", "delete"],
    "moderation.article": ["add", "change"],
}
AGAINST_ABUSE = [
    f"petitions.{action}_{model}"
    for model in ["abuserule", "signinglimit"]
    for action in ["add", "change", "delete"]
]
# Organisers change the committees that the scope of their role names, and add none.
OWN_COMMITTEE = ["committees.change_committee"]


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from accounts import rights, rooms
        from accounts.models import Role
        from moderation import desks
        from pages.desks import alarms_for, annulments_for, reviews_for

        registers = [
            f"{model.split('.')[0]}.{action}_{model.split('.')[1]}"
            for model, actions in REGISTERS.items()
            for action in actions
        ]
        rights.register(Role.Name.ORGANISER, ["wagtailadmin.access_admin", *OWN_COMMITTEE])
        rooms.register("/gestion/comites/", _("La page de votre comité"), Role.Name.ORGANISER)
        desk = "/moderation/propositions/"
        rooms.register(desk, _("Examen des propositions"), Role.Name.MODERATOR)
        desks.register(desk, _("Examen des propositions"), Role.Name.MODERATOR, reviews_for)
        for desk, title, waiting in [
            ("/gestion/alertes/", _("Alertes"), alarms_for),
            ("/gestion/annulations/", _("Annulations"), annulments_for),
        ]:
            rooms.register(desk, title, Role.Name.ADMINISTRATOR)
            desks.register(desk, title, Role.Name.ADMINISTRATOR, waiting)
        for role in [Role.Name.EDITOR, Role.Name.ADMINISTRATOR]:
            rights.register(role, registers)
        rights.register(Role.Name.ADMINISTRATOR, AGAINST_ABUSE)
