"""A letter held back by a crowded network goes at once when a browser has worked for it.

The proof of work is ALTCHA's (SHA-256), made here and solved by our own script: no third party.
"""

from dataclasses import replace
from datetime import datetime

from altcha import v1
from django.db import transaction

from core import keys, outbox
from core.mailboxes import first_moment
from petitions.errors import WrongSolution
from petitions.models import SignatureRequest
from petitions.services.finding import by_reference, ensure_open, typed_in
from petitions.typed import Typed

# A second or two of an old telephone's time.
HARDEST = 50_000


def held_still(typed: Typed, *, at: datetime) -> datetime:
    """Return when a letter about `typed` may go: `at`, or the later moment it is held until."""
    return first_moment(typed.held_until, at=at)


def challenge_for(wish: SignatureRequest) -> dict[str, str | int]:
    """Return what a script must solve to hasten the letter of `wish`: find `number` ≤ `hardest`.

    SHA-256 of `salt` followed by the number, in decimal, is `challenge`. No other wish takes it.
    """
    made = v1.create_challenge(v1.ChallengeOptions(hmac_key=_key_of(wish), max_number=HARDEST))
    return {
        "salt": made.salt,
        "challenge": made.challenge,
        "signature": made.signature,
        "hardest": HARDEST,
    }


@transaction.atomic
def hasten_letter(
    *, reference: str, salt: str, challenge: str, signature: str, number: int, at: datetime
) -> SignatureRequest:
    """Let the letter that the mailbox of a wish waits for go at once, for a solved challenge.

    A solution serves once: it is good for one wish, whose letter then waits no more. Nothing tells
    whether a letter was waiting.

    Raises:
        WrongSolution: if it solves no challenge of this wish.
        UnknownRequest, RequestExpired, PetitionClosed, TooManyAttempts: as for `confirm_by_code`.
    """
    wish = by_reference(reference, lock=True)
    solution = v1.Payload(
        algorithm="SHA-256", challenge=challenge, number=number, salt=salt, signature=signature
    )
    is_solved, _ = v1.verify_solution(solution, _key_of(wish))
    if not is_solved:
        raise WrongSolution
    if wish.is_confirmed:
        return wish
    ensure_open(wish, at=at)
    typed = typed_in(wish)
    if held_still(typed, at=at) > at:
        wish.seal(replace(typed, held_until=""))
        wish.save(update_fields=["sealed"])
        # The letter that its mailbox waits for may be about a wish that somebody made before.
        same = SignatureRequest.objects.filter(mailbox=wish.mailbox_id)
        outbox.hasten(same.values_list("pk", flat=True), at=at)
    return wish


def _key_of(wish: SignatureRequest) -> bytes:
    key = keys.petition_key(wish.petition.pk)
    return keys.keyed_tag(key, b"petitions.hastening", wish.pk.bytes)
