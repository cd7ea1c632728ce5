"""Lists of one’s own signatures, annulments by operators, and a slug that no petition takes."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0002_receipts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Annulment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.PositiveSmallIntegerField(
                        choices=[(2, "fraude"), (3, "décision de justice")], verbose_name="motif"
                    ),
                ),
                (
                    "statement",
                    models.TextField(max_length=1000, verbose_name="explication publique"),
                ),
                ("size", models.PositiveIntegerField(verbose_name="signatures")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposée"),
                            ("approved", "approuvée"),
                            ("undone", "abandonnée"),
                            ("done", "faite"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposée le")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approuvée le")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="abandonnée le")),
                ("decision", models.BinaryField(null=True, unique=True)),
                ("decision_index", models.PositiveBigIntegerField(null=True)),
                ("announced_at", models.DateTimeField(null=True, verbose_name="annoncée le")),
            ],
            options={
                "verbose_name": "annulation",
                "verbose_name_plural": "annulations",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AnnulmentTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index", models.PositiveBigIntegerField()),
                ("commitment", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="OwnList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("asked_at", models.DateTimeField(db_index=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("is_open", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="OwnMailbox",
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
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", "mes-signatures"), _negated=True),
                name="petition_slug_is_no_page",
            ),
        ),
        migrations.AddField(
            model_name="annulment",
            name="approved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="annulment",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="annulments",
                to="petitions.petition",
                verbose_name="pétition",
            ),
        ),
        migrations.AddField(
            model_name="annulment",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="annulment",
            name="undone_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="annulmenttarget",
            name="annulment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="targets",
                to="petitions.annulment",
            ),
        ),
        migrations.AddField(
            model_name="ownlist",
            name="mailbox",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lists",
                to="petitions.ownmailbox",
            ),
        ),
        migrations.AddIndex(
            model_name="annulment",
            index=models.Index(fields=["petition", "state"], name="annulment_petition_state"),
        ),
        migrations.AddConstraint(
            model_name="annulment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", [2, 3])), name="annulment_reason_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="annulment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "approved", "undone", "done"])),
                name="annulment_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="annulment",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.GreaterThanOrEqual(
                    django.db.models.functions.text.Length("statement"), 20
                ),
                name="annulment_is_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="annulment",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                name="annulment_takes_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="annulment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "done"]), _negated=True),
                    models.Q(("approved_at__isnull", False), ("decision__isnull", False)),
                    _connector="OR",
                ),
                name="annulment_approved_by_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="annulment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("announced_at__isnull", False), ("decision_index__isnull", False)),
                    _connector="OR",
                ),
                name="annulment_done_after_its_announcement",
            ),
        ),
        migrations.AddConstraint(
            model_name="annulmenttarget",
            constraint=models.UniqueConstraint(
                fields=("annulment", "index"), name="annulment_target_is_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempts__lte", 5)), name="petitions_own_list_few_attempts"
            ),
        ),
    ]
