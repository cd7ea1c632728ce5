"""The demo’s database, in a process of its own: migrate, then load the starter content."""

import django
from django.core.management import call_command


def main() -> None:
    """Bring the database up to date; safe to run again."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_starter_content")


if __name__ == "__main__":
    main()
