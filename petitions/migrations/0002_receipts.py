"""Let who confirmed ask again for the same receipt, and for nobody else's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="signature",
            name="slot",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="choice",
            field=models.BinaryField(null=True),
        ),
    ]
