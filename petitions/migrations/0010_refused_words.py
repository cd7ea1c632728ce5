"""A refusal keeps the words that were refused: their author may correct them afterwards."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0009_older_timelines")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="wording",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
    ]
