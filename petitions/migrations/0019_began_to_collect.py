"""A proposal has begun to look for supporters: a timeline tells what is past."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0018_whose_place")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("collecting", "A commencé à chercher des soutiens"),
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
    ]
