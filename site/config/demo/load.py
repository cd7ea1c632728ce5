"""The demo's database, in a process of its own: migrate, load the starter content, make accounts."""

from io import StringIO

import django
from django.core.management import call_command

from config.demo.folder import ACCOUNTS


def main() -> None:
    """Bring the database up to date and keep what the accounts' command prints."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_starter_content")
    accounts = StringIO()
    call_command("create_demo_accounts", stdout=accounts)
    ACCOUNTS.touch(mode=0o600)
    ACCOUNTS.write_text(accounts.getvalue())


if __name__ == "__main__":
    main()
