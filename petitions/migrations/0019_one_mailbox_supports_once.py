"""A tag of the mailbox lets its aliases support a proposal once; older rows have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0018_whose_place")]

    operations = [
        migrations.AddField(
            model_name="supporter",
            name="mailbox",
            field=models.BinaryField(null=True),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.UniqueConstraint(
                fields=("petition", "mailbox"), name="supporter_has_a_mailbox"
            ),
        ),
    ]
