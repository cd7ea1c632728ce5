"""The whole life of a petition: proposing, review, outcome, abuse, figures by the hour."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import petitions.models.petition


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0001_initial"),
        ("petitions", "0003_own_lists_and_annulments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AbuseRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[("domain", "domaine d’adresses"), ("network", "réseau")],
                        max_length=7,
                        verbose_name="sur quoi",
                    ),
                ),
                (
                    "pattern",
                    models.CharField(max_length=100, verbose_name="domaine ou réseau"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("allow", "toujours accepté"),
                            ("block", "aucune lettre n’est envoyée"),
                        ],
                        max_length=5,
                        verbose_name="effet",
                    ),
                ),
                ("note", models.CharField(max_length=200, verbose_name="pourquoi")),
            ],
            options={
                "verbose_name": "règle contre les abus",
                "verbose_name_plural": "règles contre les abus",
                "ordering": ["subject", "pattern"],
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("provider", "fournisseur d’adresses"),
                            ("network", "réseau"),
                            ("count", "compte"),
                        ],
                        max_length=8,
                        verbose_name="sur quoi",
                    ),
                ),
                ("tag", models.BinaryField(default=bytes)),
                ("day", models.DateField(verbose_name="jour")),
                ("signatures", models.PositiveIntegerField(verbose_name="signatures")),
                ("first_seen_at", models.DateTimeField(verbose_name="vue le")),
                ("is_settled", models.BooleanField(default=False, verbose_name="examinée")),
            ],
            options={
                "verbose_name": "alerte",
                "verbose_name_plural": "alertes",
                "ordering": ["-first_seen_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressee", models.CharField(max_length=200, verbose_name="destinataire")),
                ("sent_on", models.DateField(verbose_name="remise le")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="réponse du")),
                (
                    "summary",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="réponse en une phrase"
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True, default="", max_length=6000, verbose_name="réponse"
                    ),
                ),
                (
                    "source_url",
                    models.URLField(blank=True, default="", max_length=500, verbose_name="source"),
                ),
            ],
            options={
                "verbose_name": "envoi au destinataire",
                "verbose_name_plural": "envois aux destinataires",
                "ordering": ["sent_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Event",
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
                            ("collecting", "Cherche des soutiens"),
                            ("supported", "Soutiens réunis, examen demandé"),
                            ("resubmitted", "Corrigée, nouvel examen demandé"),
                            ("refused", "Refusée"),
                            ("withdrawn", "Retirée par ses auteurs"),
                            ("opened", "Ouverte à la signature"),
                            ("amended", "Modifiée : nouvelle version"),
                            ("threshold", "Seuil atteint"),
                            ("sent", "Remise à son destinataire"),
                            ("answer", "Réponse reçue"),
                            ("meeting", "Rencontre"),
                            ("assembly", "Débat dans une assemblée"),
                            ("news", "Nouvelle"),
                            ("closed", "Close"),
                            ("archived", "Archivée"),
                            ("key", "Clé des signatures détruite"),
                        ],
                        max_length=12,
                        verbose_name="étape",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="date")),
                (
                    "note",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="en une phrase"
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True, default="", max_length=500, verbose_name="adresse de la source"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "événement",
                "verbose_name_plural": "événements",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HourlyCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "petition",
                        "hour",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hourly_counts",
                        to="petitions.petition",
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("online", models.PositiveIntegerField()),
                ("paper", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["petition", "hour"],
            },
        ),
        migrations.CreateModel(
            name="Mirror",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "house",
                    models.CharField(
                        choices=[("assemblee", "Assemblée nationale"), ("senat", "Sénat")],
                        max_length=10,
                        verbose_name="assemblée",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("url", models.URLField(max_length=500, verbose_name="adresse")),
                (
                    "signatures",
                    models.PositiveIntegerField(verbose_name="signatures qu’elle affiche"),
                ),
                ("counted_on", models.DateField(verbose_name="chiffre lu le")),
            ],
            options={
                "verbose_name": "pétition d’une assemblée",
                "verbose_name_plural": "pétitions des assemblées",
                "ordering": ["house", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RefusalReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("title", models.CharField(max_length=120, verbose_name="motif")),
                ("text", models.TextField(max_length=1000, verbose_name="explication publique")),
                (
                    "hides",
                    models.BooleanField(
                        default=False,
                        help_text="Par exemple s’il met une personne en cause.",
                        verbose_name="le texte refusé n’est pas montré",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(default=True, verbose_name="proposé aux relecteurs"),
                ),
            ],
            options={
                "verbose_name": "motif de refus",
                "verbose_name_plural": "motifs de refus",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("opened_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("claimed_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "acceptée"), ("refused", "refusée")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("explanation", models.TextField(blank=True, default="", max_length=1000)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.BinaryField(null=True, unique=True)),
            ],
            options={
                "verbose_name": "examen",
                "verbose_name_plural": "examens",
                "ordering": ["opened_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SigningLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reach",
                    models.CharField(
                        choices=[("petition", "par pétition"), ("site", "sur tout le site")],
                        max_length=8,
                        verbose_name="portée",
                    ),
                ),
                ("seconds", models.PositiveIntegerField(verbose_name="durée, en secondes")),
                ("wishes", models.PositiveIntegerField(verbose_name="demandes au plus")),
                (
                    "pause",
                    models.PositiveIntegerField(
                        default=600, verbose_name="attente de la lettre, en secondes"
                    ),
                ),
            ],
            options={
                "verbose_name": "limite de signature",
                "verbose_name_plural": "limites de signature",
                "ordering": ["reach", "seconds"],
            },
        ),
        migrations.CreateModel(
            name="Supporter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signatures", models.PositiveIntegerField(verbose_name="signatures")),
                (
                    "areas",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 : sans condition de lieu",
                        verbose_name="départements",
                    ),
                ),
                (
                    "per_area",
                    models.PositiveIntegerField(
                        default=0, verbose_name="signatures par département"
                    ),
                ),
                (
                    "leads_to",
                    models.CharField(max_length=200, verbose_name="ce que ce seuil entraîne"),
                ),
                (
                    "reached_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="atteint le"),
                ),
            ],
            options={
                "verbose_name": "seuil",
                "verbose_name_plural": "seuils",
                "ordering": ["signatures", "areas", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("commitment", models.BinaryField()),
                ("provider", models.BinaryField()),
                ("network", models.BinaryField()),
                ("day", models.DateField(db_index=True)),
                ("is_disposable", models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="petition",
            name="petition_hash_from_opening_on",
        ),
        migrations.AddField(
            model_name="petition",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="committee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="petitions",
                to="committees.committee",
                verbose_name="comité",
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="details",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                max_length=4000,
                verbose_name="précisions",
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="rules_version",
            field=models.PositiveSmallIntegerField(db_default=1, editable=False),
        ),
        migrations.AddField(
            model_name="petition",
            name="sources",
            field=models.JSONField(
                blank=True,
                db_default=models.Value([], models.JSONField()),
                default=list,
                verbose_name="sources",
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="is_reminded",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AlterField(
            model_name="petition",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "brouillon"),
                    ("collecting", "cherche des soutiens"),
                    ("review", "en examen"),
                    ("open", "ouverte"),
                    ("closed", "close"),
                    ("answered", "close, avec une réponse"),
                    ("archived", "archivée"),
                    ("refused", "refusée"),
                    ("withdrawn", "retirée par ses auteurs"),
                ],
                default="draft",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="level",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (1, "confirmée par courriel"),
                    (2, "confirmée au guichet d’un comité"),
                    (3, "sur papier, et relue"),
                ],
                default=1,
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status__in", ["collecting", "draft", "refused", "review", "withdrawn"]),
                        ("text_sha256", ""),
                    ),
                    models.Q(
                        ("status__in", ["answered", "archived", "closed", "open"]),
                        models.Q(("text_sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="petition_hash_from_opening_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="abuserule",
            constraint=models.UniqueConstraint(
                fields=("subject", "pattern"), name="abuse_rule_stands_once"
            ),
        ),
        migrations.AddField(
            model_name="alarm",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="alarms",
                to="petitions.petition",
                verbose_name="pétition",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                limit_choices_to=petitions.models.petition.known_to_editors,
                related_name="dispatches",
                to="petitions.petition",
                verbose_name="pétition",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                limit_choices_to=petitions.models.petition.known_to_editors,
                related_name="events",
                to="petitions.petition",
                verbose_name="pétition",
            ),
        ),
        migrations.AddField(
            model_name="mirror",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                limit_choices_to=petitions.models.petition.known_to_editors,
                related_name="mirrors",
                to="petitions.petition",
                verbose_name="pétition",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="claimed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reviews",
                to="petitions.petition",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="reason",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="petitions.refusalreason",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinglimit",
            constraint=models.UniqueConstraint(
                fields=("reach", "seconds"), name="limit_per_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="signinglimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("seconds__gte", 1), ("wishes__gte", 1)),
                name="limit_lets_somebody_sign",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinglimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("pause__lte", 3600)), name="limit_never_refuses"
            ),
        ),
        migrations.AddField(
            model_name="supporter",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="supporters",
                to="petitions.petition",
            ),
        ),
        migrations.AddField(
            model_name="supporter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="threshold",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                limit_choices_to=petitions.models.petition.known_to_editors,
                related_name="thresholds",
                to="petitions.petition",
                verbose_name="pétition",
            ),
        ),
        migrations.AddField(
            model_name="trace",
            name="petition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="petitions.petition",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(
                fields=("petition", "subject", "tag", "day"), name="alarm_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.UniqueConstraint(
                fields=("petition", "addressee"), name="dispatch_once_to_an_addressee"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_on__isnull", True), ("summary", "")),
                    models.Q(
                        ("answered_on__gte", models.F("sent_on")),
                        models.Q(("summary", ""), _negated=True),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dispatch_answer_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind__in", ["collecting", "opened", "closed", "archived", "key"])
                ),
                fields=("petition", "kind"),
                name="event_step_is_taken_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                fields=("petition", "version"), name="event_version_is_new"
            ),
        ),
        migrations.AddConstraint(
            model_name="mirror",
            constraint=models.UniqueConstraint(
                fields=("petition", "url"), name="mirror_is_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("petition", "number"), name="review_has_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("petition",),
                name="review_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 2)),
                name="review_comes_back_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("outcome", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decision__isnull", False),
                        ("outcome__in", ["accepted", "refused"]),
                    ),
                    _connector="OR",
                ),
                name="review_outcome_is_a_logged_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "refused"), _negated=True),
                    models.Q(
                        ("reason__isnull", False), models.Q(("explanation", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="review_refusal_is_reasoned",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.UniqueConstraint(
                fields=("petition", "user"), name="supporter_counts_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.UniqueConstraint(
                fields=("petition", "number"), name="supporter_has_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 20)),
                name="supporter_among_those_that_count",
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.UniqueConstraint(
                fields=("petition", "signatures", "areas"), name="threshold_is_set_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("signatures__gte", 1)), name="threshold_is_more_than_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("areas", 0), ("per_area", 0)),
                    models.Q(("areas__gte", 1), ("per_area__gte", 10)),
                    _connector="OR",
                ),
                name="threshold_by_place_is_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="trace",
            index=models.Index(fields=["petition", "provider"], name="trace_by_provider"),
        ),
        migrations.AddIndex(
            model_name="trace",
            index=models.Index(fields=["petition", "network"], name="trace_by_network"),
        ),
    ]
