"""Follows that wait for the night."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("follows", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingFollow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed", models.BinaryField()),
            ],
        ),
    ]
