"""The page above a debate is one of this site."""

from django.db import migrations, models

import core.paths


class Migration(migrations.Migration):
    dependencies = [
        ("debates", "0002_what_the_tables_hold"),
    ]

    operations = [
        migrations.AlterField(
            model_name="debate",
            name="parent_path",
            field=models.CharField(
                blank=True,
                max_length=255,
                validators=[core.paths.stays_here],
                verbose_name="chemin de la proposition",
            ),
        ),
        migrations.AddConstraint(
            model_name="debate",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent_path__regex", "^(/([^/\\\\\\s][^\\\\\\s]*)?)?$")),
                name="debate_path_stays_here",
            ),
        ),
    ]
