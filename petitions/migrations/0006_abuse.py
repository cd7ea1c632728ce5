"""Limits to begin with, which administrators may change; rules and limits are of known kinds."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Generous: a meeting hall and a mobile carrier share one network.
LIMITS = [("petition", 60, 20), ("petition", 600, 100), ("site", 60, 60), ("site", 3600, 300)]


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    limits = apps.get_model("petitions", "SigningLimit").objects
    for reach, seconds, wishes in LIMITS:
        limits.get_or_create(reach=reach, seconds=seconds, defaults={"wishes": wishes})


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0005_proposing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="abuserule",
            name="verdict",
            field=models.CharField(
                choices=[("allow", "toujours accepté"), ("block", "refusé, avant toute lettre")],
                max_length=5,
                verbose_name="effet",
            ),
        ),
        migrations.AlterField(
            model_name="trace",
            name="petition",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="petitions.petition",
            ),
        ),
        migrations.AddConstraint(
            model_name="abuserule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("subject__in", ["domain", "network"]), ("verdict__in", ["allow", "block"])
                ),
                name="abuse_rule_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinglimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("reach__in", ["petition", "site"]), ("seconds__lte", 86400)),
                name="limit_is_known",
            ),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
