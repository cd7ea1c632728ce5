"""Write the opening and the end of petitions that are older than timelines."""

from typing import Any

from django.db import migrations

OPENED = ["open", "closed", "answered", "archived"]


def write_older_steps(apps: Any, schema_editor: Any) -> None:
    """Add what is missing: a step that is written once is not written twice."""
    Event = apps.get_model("petitions", "Event")
    petitions = apps.get_model("petitions", "Petition").objects.filter(status__in=OPENED)
    opened = petitions.exclude(events__kind="opened").values_list("pk", "opens_at")
    closed = petitions.exclude(status="open").exclude(events__kind="closed")
    events = [
        *(Event(petition_id=pk, kind="opened", at=at, version=1) for pk, at in opened),
        *(
            Event(petition_id=pk, kind="closed", at=at)
            for pk, at in closed.values_list("pk", "closes_at")
        ),
    ]
    Event.objects.bulk_create(events, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0008_keys_of_petitions")]
    operations = [migrations.RunPython(write_older_steps, migrations.RunPython.noop)]
