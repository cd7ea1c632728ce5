"""A tag of the postcode that was typed finds a wish behind a letter's link."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0017_link_attempts")]

    operations = [
        migrations.AddField(
            model_name="signaturerequest",
            name="place",
            field=models.BinaryField(null=True),
        ),
    ]
