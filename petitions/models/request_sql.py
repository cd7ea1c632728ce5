"""The statements that store, find and confirm a wish to sign: the busiest of the platform."""

from petitions.models.mailbox import TAKE_LETTER

# In one round trip, whether or not a letter goes: how long it takes must not tell that somebody
# else asked for this address a moment ago.
ASK = f"""
    WITH written AS ({TAKE_LETTER}),
    mailbox AS (
        SELECT id FROM written
        UNION ALL
        SELECT id FROM petitions_mailbox WHERE petition_id = %(petition)s AND tag = %(tag)s
        LIMIT 1
    ),
    wish AS (
        INSERT INTO petitions_signaturerequest
            (id, mailbox_id, sealed, place, asked_on, version, attempts)
        SELECT %(wish)s, id, %(sealed)s, %(place)s, %(asked_on)s, %(version)s, 0 FROM mailbox
    ),
    letter AS (
        INSERT INTO core_outboxletter (id, key_day, sealed, not_before, attempts)
        SELECT %(letter)s, %(key_day)s, %(letter_sealed)s, %(not_before)s, 0 FROM written
    ),
    hastened AS (
        UPDATE core_outboxletter SET not_before = %(at)s
        WHERE %(not_before)s <= %(at)s AND not_before > %(at)s AND attempts = 0
            AND id IN (SELECT asked.id FROM petitions_signaturerequest AS asked
                JOIN mailbox ON asked.mailbox_id = mailbox.id)
    )
    SELECT id FROM mailbox
"""  # noqa: S608  (two constants of ours)


WISH = (
    "id",
    "mailbox_id",
    "sealed",
    "place",
    "asked_on",
    "attempts",
    "link_attempts",
    "confirmed_on",
    "version",
    "commitment",
    "choice",
)
MAILBOX = ("id", "petition_id", "tag", "letters", "last_letter_at", "wrong_codes")
# What the pages of signing show of a petition; the rest of the row is read if it is asked for.
PETITION = (
    "id",
    "title",
    "slug",
    "version",
    "text_sha256",
    "rules_version",
    "proposal_path",
    "status",
    "opens_at",
    "closes_at",
)
_READ = (("wish", WISH), ("mailbox", MAILBOX), ("petition", PETITION))
FIND = f"""
    SELECT {", ".join(f"{table}.{name}" for table, names in _READ for name in names)}
    FROM petitions_signaturerequest AS wish
    JOIN petitions_mailbox AS mailbox ON mailbox.id = wish.mailbox_id
    JOIN petitions_petition AS petition ON petition.id = mailbox.petition_id
    WHERE wish.id = %s
"""  # noqa: S608  (names of ours)
# The mailbox too, and first: many browsers that guess for one address are counted one after the
# other, and one that means another wish of its mailbox waits for nobody who waits for it. Nobody
# who asks to sign waits: their rows point at a key that does not change.
LOCK = "FOR NO KEY UPDATE OF mailbox, wish"
CONFIRM = """
    UPDATE petitions_signaturerequest
    SET sealed = NULL, place = NULL, confirmed_on = %s, commitment = %s, choice = %s WHERE id = %s
"""
