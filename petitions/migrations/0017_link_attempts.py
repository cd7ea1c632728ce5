"""Wrong proofs behind a letter's link are counted apart from those of the browser that asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0016_keep_needed_mailboxes")]

    operations = [
        migrations.AddField(
            model_name="signaturerequest",
            name="link_attempts",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("link_attempts__lte", 5)),
                name="petitions_request_few_link_attempts",
            ),
        ),
    ]
