"""Debates, contributions and their revisions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("moderation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Debate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="adresse")),
                ("question", models.CharField(max_length=300, verbose_name="question")),
                (
                    "introduction",
                    models.TextField(max_length=4000, verbose_name="présentation neutre"),
                ),
                (
                    "parent_path",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="chemin de la proposition"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "brouillon"), ("open", "ouvert"), ("closed", "clos")],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="ouverture")),
                ("closes_at", models.DateTimeField(verbose_name="clôture")),
            ],
            options={
                "verbose_name": "débat",
                "ordering": ["-opens_at", "pk"],
                "indexes": [models.Index(fields=["parent_path"], name="debate_parent_path")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="debate_closes_after_it_opens",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("for", "Argument pour"),
                            ("against", "Argument contre"),
                            ("question", "Question"),
                            ("reply", "Réponse"),
                        ],
                        max_length=10,
                    ),
                ),
                ("oldest_public", models.PositiveSmallIntegerField(default=1)),
                ("token", models.UUIDField(unique=True)),
                (
                    "is_root",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.ExpressionWrapper(
                            models.Q(("parent__isnull", True)), output_field=models.BooleanField()
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                (
                    "parent_is_root",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(parent__isnull=False, then=models.Value(True)), default=None
                        ),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.item",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="debates.contribution",
                    ),
                ),
                (
                    "debate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="debates.debate",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("body", models.TextField(max_length=1500)),
                ("created_at", models.DateTimeField()),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="debates.contribution",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddField(
            model_name="contribution",
            name="current",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="debates.revision",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                fields=("contribution", "number"), name="revision_number_once_a_contribution"
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(fields=["debate", "-id"], name="contribution_newest_first"),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                fields=("id", "debate", "is_root"), name="contribution_id_debate_is_root"
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reply"), ("parent__isnull", False)),
                    models.Q(models.Q(("kind", "reply"), _negated=True), ("parent__isnull", True)),
                    _connector="OR",
                ),
                name="contribution_reply_has_a_parent",
            ),
        ),
    ]
