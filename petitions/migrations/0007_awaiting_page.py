"""No petition takes the address of the page of what waits for an answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0006_abuse")]

    operations = [
        migrations.RemoveConstraint(model_name="petition", name="petition_slug_is_no_page"),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__in", ("mes-signatures", "participer", "en-attente")), _negated=True
                ),
                name="petition_slug_is_no_page",
            ),
        ),
    ]
