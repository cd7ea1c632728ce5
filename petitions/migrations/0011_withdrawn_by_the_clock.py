"""A proposal that found too few supporters is not shown as withdrawn by its author."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0010_refused_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("collecting", "Cherche des soutiens"),
                    ("supported", "Soutiens réunis, examen demandé"),
                    ("resubmitted", "Corrigée, nouvel examen demandé"),
                    ("refused", "Refusée"),
                    ("withdrawn", "Retirée par ses auteurs"),
                    ("ran_out", "Retirée faute de soutiens"),
                    ("opened", "Ouverte à la signature"),
                    ("amended", "Modifiée : nouvelle version"),
                    ("threshold", "Seuil atteint"),
                    ("sent", "Remise à son destinataire"),
                    ("answer", "Réponse reçue"),
                    ("meeting", "Rencontre"),
                    ("assembly", "Débat dans une assemblée"),
                    ("news", "Nouvelle"),
                    ("closed", "Close"),
                    ("archived", "Archivée"),
                    ("key", "Clé des signatures détruite"),
                ],
                max_length=12,
                verbose_name="étape",
            ),
        ),
        migrations.AlterField(
            model_name="petition",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "brouillon"),
                    ("collecting", "cherche des soutiens"),
                    ("review", "en examen"),
                    ("open", "ouverte"),
                    ("closed", "close"),
                    ("answered", "close, avec une réponse"),
                    ("archived", "archivée"),
                    ("refused", "refusée"),
                    ("withdrawn", "retirée"),
                ],
                default="draft",
                max_length=10,
                verbose_name="état",
            ),
        ),
    ]
