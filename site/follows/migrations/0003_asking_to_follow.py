"""Wishes to follow without an account, and the limit of their letters."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("follows", "0002_waiting_follows"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowMailbox",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tag", models.BinaryField(unique=True)),
                ("letters", models.PositiveSmallIntegerField(default=0)),
                ("last_letter_at", models.DateTimeField()),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="FollowRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("asked_on", models.DateField(db_index=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("is_of_letter", models.BooleanField(default=False)),
                ("is_confirmed", models.BooleanField(default=False)),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="follows.followmailbox",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("attempts__lte", 5)),
                        name="follows_request_few_attempts",
                    )
                ],
            },
        ),
    ]
