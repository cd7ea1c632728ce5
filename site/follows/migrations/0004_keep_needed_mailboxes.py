"""Deleting a mailbox asks the table alone whether it is needed; no statement."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("follows", "0003_asking_to_follow"),
    ]

    operations = [
        migrations.AlterField(
            model_name="followrequest",
            name="mailbox",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="requests",
                to="follows.followmailbox",
            ),
        ),
    ]
