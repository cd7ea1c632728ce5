"""What somebody proposed has its page, though it comes from no other text."""

import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models

import petitions.models.petition


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_periods"),
        ("petitions", "0004_whole_life"),
    ]

    operations = [
        migrations.AlterField(
            model_name="proposalpage",
            name="demand_number",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="numéro de la demande dans le texte"
            ),
        ),
        migrations.AlterField(
            model_name="proposalpage",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pages.documentpage",
                verbose_name="texte d’où vient la demande",
            ),
        ),
        migrations.AlterField(
            model_name="proposalpage",
            name="introduction",
            field=wagtail.fields.RichTextField(blank=True, verbose_name="la proposition"),
        ),
        migrations.AlterField(
            model_name="proposalpage",
            name="petition",
            field=models.OneToOneField(
                blank=True,
                limit_choices_to=petitions.models.petition.known_to_editors,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="petitions.petition",
                verbose_name="pétition",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalpage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("demand_number__isnull", True), ("document__isnull", True)),
                    models.Q(("demand_number__isnull", False), ("document__isnull", False)),
                    _connector="OR",
                ),
                name="proposal_document_with_its_demand",
                violation_error_message="Le texte et le numéro de la demande vont ensemble.",
            ),
        ),
    ]
