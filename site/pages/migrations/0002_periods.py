"""A page may show how long each personal datum is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="standardpage",
            name="shows_periods",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Ces durées viennent des réglages de l’installation.",
                verbose_name="montrer combien de temps chaque donnée est gardée",
            ),
        ),
    ]
