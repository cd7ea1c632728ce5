"""Fill a petition for a measurement: signatures of another day, wishes that wait for their code."""

import secrets
import uuid
from collections.abc import Iterator
from datetime import date

from django.db import connection
from django.utils import timezone

from core import keys
from ledger.sed1.entries import Sign
from petitions import models, tags
from petitions.typed import Typed
from tests.bench.harness import Waiting, say

COMMITMENT_BYTES = 32
BATCH = 2_000
# Each signature with its sealed entry and its place in the figures, as they stand a day later.
_FILL = """
    WITH made AS MATERIALIZED (
        SELECT n, sha256(convert_to('tag' || salt || n, 'UTF8')) AS tag,
            sha256(convert_to('holder' || salt || n, 'UTF8')) AS holder,
            sha256(convert_to('place' || salt || n, 'UTF8')) AS place,
            sha256(convert_to('exact' || salt || n, 'UTF8')) AS exact,
            sha256(convert_to('c' || salt || n, 'UTF8')) AS commitment,
            sha256(convert_to('g' || salt || n, 'UTF8')) AS geo
        FROM generate_series(1, %(signatures)s) AS n, (SELECT %(salt)s::text AS salt) AS salted
    ),
    entry AS (
        INSERT INTO ledger_entry (id, index, kind, petition, body, commitment)
        SELECT gen_random_uuid(), first + n, 1, %(petition)s, %(head)s || commitment, commitment
        FROM made, (SELECT coalesce(max(index), 1000) AS first FROM ledger_entry) AS last
    ),
    placement AS (
        INSERT INTO ledger_placement (geo, petition, area, level, state, removal)
        SELECT geo, %(petition)s, '47', 1, 1, 0 FROM made
    )
    INSERT INTO petitions_signature
        (petition_id, tag, holder, place, exact, commitment, geo, slot, level, confirmed_on)
    SELECT %(petition)s, tag, holder, place, exact, commitment, geo, 0, 1, CURRENT_DATE FROM made
"""


class Petition:
    """The first petition that takes signatures, to be filled.

    Attributes:
        slug: what its addresses begin with.
    """

    def __init__(self) -> None:
        self._petition = models.Petition.objects.open_at(timezone.now()).order_by("pk")[0]
        self._key = keys.petition_key(self._petition.pk)
        self.slug = self._petition.slug

    def count(self) -> int:
        """Return how many signatures the table holds."""
        return self._petition.signatures.count()

    def fill_up_to(self, size: int) -> None:
        """Have at least `size` signatures in the table, sealed and placed."""
        say(f"Filling the table up to {size:,} signatures…")
        number = self._petition.pk
        head = Sign(number, 1, bytes(COMMITMENT_BYTES)).to_bytes()[:-COMMITMENT_BYTES]
        missing = max(0, size - self.count())
        with connection.cursor() as cursor:
            cursor.execute(
                _FILL,
                {
                    "petition": number,
                    "signatures": missing,
                    "head": head,
                    "salt": uuid.uuid4().hex,
                },
            )
            cursor.execute("ANALYZE")

    def wait(self, wishes: int) -> Iterator[Waiting]:
        """Store so many wishes to sign, each of another person; yield how each is confirmed."""
        today = timezone.now().date()
        for first in range(0, wishes, BATCH):
            made = [self._wish(today) for _ in range(first, min(first + BATCH, wishes))]
            models.Mailbox.objects.bulk_create([wish.mailbox for wish in made])
            models.SignatureRequest.objects.bulk_create(made)
            for wish in made:
                path = f"/petitions/{self.slug}/confirmer/{wish.reference}/"
                yield Waiting(path, wish.code)

    def _wish(self, on: date) -> models.SignatureRequest:
        typed = Typed("Ada Lovelace", f"ada.{secrets.token_hex(8)}@example.org", "47200")
        tag = tags.mailbox_tag(self._key, petition=self._petition.pk, address=typed.address)
        mailbox = models.Mailbox(
            petition=self._petition, tag=tag, letters=1, last_letter_at=timezone.now()
        )
        wish = models.SignatureRequest(mailbox=mailbox, asked_on=on, version=self._petition.version)
        wish.seal(typed)
        return wish
