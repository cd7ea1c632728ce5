"""Let a revision of a fact name what the public log holds of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transparency", "0001_initial")]
    operations = [
        migrations.AddField("factrevision", "object_sha256", models.BinaryField(null=True)),
    ]
