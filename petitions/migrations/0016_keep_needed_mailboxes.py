"""Deleting a mailbox asks the table alone whether it is needed; no statement."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0015_refused_letters"),
    ]

    operations = [
        migrations.AlterField(
            model_name="ownlist",
            name="mailbox",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="lists",
                to="petitions.ownmailbox",
            ),
        ),
    ]
