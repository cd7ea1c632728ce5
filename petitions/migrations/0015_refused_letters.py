"""The owner of a mailbox may refuse further letters about a petition."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0014_supporters_who_left")]

    operations = [
        migrations.AddField(
            model_name="mailbox",
            name="is_refused",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
