"""The address of a petition leads to a page of this site, and to no other."""

from django.db import migrations, models

import core.paths


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0011_withdrawn_by_the_clock"),
    ]

    operations = [
        migrations.AlterField(
            model_name="petition",
            name="proposal_path",
            field=models.CharField(
                blank=True,
                max_length=255,
                validators=[core.paths.stays_here],
                verbose_name="chemin de la proposition",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(("proposal_path__regex", "^(/([^/\\\\\\s][^\\\\\\s]*)?)?$")),
                name="petition_path_stays_here",
            ),
        ),
    ]
