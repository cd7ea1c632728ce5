"""An alarm keeps what it stood at when somebody settled it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0012_paths_stay_here")]

    operations = [
        migrations.AddField(
            model_name="alarm",
            name="settled_signatures",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
    ]
