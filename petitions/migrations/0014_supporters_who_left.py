"""Who took a support back has no number among those that count, and still cannot decide."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0013_settled_alarms")]

    operations = [
        migrations.AlterField(
            model_name="supporter",
            name="number",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
