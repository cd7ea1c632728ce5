"""While an upgrade rolls out, the previous version still writes petitions as it knows them."""

import pytest
from django.db import connection

from petitions.models import Petition
from tests.factories.petitions import make_draft_petition

pytestmark = pytest.mark.django_db
# What it inserts: none of the columns that came with the whole life of a petition.
KNOWN = (
    "title, slug, text, version, text_sha256, addressees, proposal_path, status,"
    " opens_at, closes_at"
)


def test_a_petition_without_the_newer_columns_is_written() -> None:
    draft = make_draft_petition(slug="un-debat")
    columns = KNOWN.replace("slug", "'un-autre-debat'")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO petitions_petition ({KNOWN})"  # noqa: S608  (constants of ours)
            f" SELECT {columns} FROM petitions_petition WHERE id = %s",
            [draft.pk],
        )
    written = Petition.objects.get(slug="un-autre-debat")
    assert (written.details, written.sources, written.rules_version) == ("", [], 1)
