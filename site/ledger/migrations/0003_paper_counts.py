"""Count paper beside what is online; a row of the release before has none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_sealed_entries_never_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="sealedcount",
            name="paper",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="sealedcount",
            name="paper_at_closing",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
