"""Make the keys of opened petitions that nobody signed yet: from now on the opening makes them."""

from contextlib import suppress
from typing import Any

from django.db import migrations

from core import keys
from core.errors import Unreadable


def make_keys(apps: Any, schema_editor: Any) -> None:
    """Leave a key that is lost alone: where somebody signed or asked to, another must not be made."""
    Petition = apps.get_model("petitions", "Petition")
    Signature = apps.get_model("petitions", "Signature")
    Mailbox = apps.get_model("petitions", "Mailbox")
    for petition in Petition.objects.exclude(text_sha256="").values_list("pk", flat=True):
        asked = Mailbox.objects.filter(petition=petition).exists()
        if not asked and not Signature.objects.filter(petition=petition).exists():
            with suppress(Unreadable):  # destroyed, and never made again
                keys.make_petition_key(petition)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0007_awaiting_page")]
    operations = [migrations.RunPython(make_keys, migrations.RunPython.noop)]
