"""App configuration: what editors, organisers and administrators may do in the registers."""

from django.apps import AppConfig

REGISTERS = {
    "committees.committee": ["add", "change", "delete"],
    "transparency.fact": ["add", "change"],
    "transparency.source": ["add", "change"],
    "transparency.topic": ["add", "change"],
    "transparency.archiveddocument": ["add"],
    "debates.debate": ["add", "change"],
    "petitions.petition": ["add", "change"],
    "moderation.article": ["add", "change"],
}


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from accounts import rights
        from accounts.models import Role

        registers = [
            f"{model.split('.')[0]}.{action}_{model.split('.')[1]}"
            for model, actions in REGISTERS.items()
            for action in actions
        ]
        for role in [Role.Name.EDITOR, Role.Name.ADMINISTRATOR]:
            rights.register(role, registers)
