"""Anybody proposes: petitions are found by their words, and by what is nearly their title."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.contrib.postgres.search import CombinedSearchVector, SearchConfig, SearchVector
from django.db import migrations, models

WORDS = "french_unaccent"


class Migration(migrations.Migration):
    dependencies = [("petitions", "0004_whole_life")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        # An index wants what never changes: a configuration of its own, where a call of
        # unaccent() would not do.
        migrations.RunSQL(
            f"""
            CREATE TEXT SEARCH CONFIGURATION {WORDS} (COPY = french);
            ALTER TEXT SEARCH CONFIGURATION {WORDS}
                ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
            """,
            f"DROP TEXT SEARCH CONFIGURATION {WORDS};",
        ),
        migrations.RemoveConstraint(model_name="petition", name="petition_slug_is_no_page"),
        migrations.AddField(
            model_name="petition",
            name="is_warned",
            field=models.BooleanField(db_default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=GinIndex(
                CombinedSearchVector(
                    SearchVector("title", config=WORDS, weight="A"),
                    "||",
                    SearchVector("text", config=WORDS, weight="B"),
                    SearchConfig(WORDS),
                ),
                name="petition_words",
            ),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=GinIndex(OpClass("title", name="gin_trgm_ops"), name="petition_title_trigrams"),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__in", ("mes-signatures", "participer")), _negated=True),
                name="petition_slug_is_no_page",
            ),
        ),
    ]
