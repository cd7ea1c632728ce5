"""Let a decision name what the public log holds of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_decisions_never_change")]
    operations = [
        migrations.AddField("decision", "object_sha256", models.BinaryField(null=True)),
    ]
