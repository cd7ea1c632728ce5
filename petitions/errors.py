"""What can go wrong in the life of a petition, and when somebody signs it."""


class PetitionIsFrozen(Exception):
    """The petition was opened: what people sign, and where, no longer changes."""


class WrongStatus(Exception):
    """The petition is not at the step that this change starts from."""


class PetitionClosed(Exception):
    """The petition takes no signature at that moment: not open yet, or already closed."""


class UnknownRequest(Exception):
    """No wish to sign has this address: mistyped, forged, or forgotten since."""


class RequestExpired(Exception):
    """The wish to sign waited too long for its confirmation."""


class WrongProof(Exception):
    """The code, or the postcode, is not the right one; `left` attempts remain."""

    def __init__(self, *, left: int) -> None:
        super().__init__(left)
        self.left = left


class TooManyAttempts(Exception):
    """Too many wrong codes were typed for this wish: it can no longer be confirmed."""


class TooManyGuesses(TooManyAttempts):
    """Too many wrong codes were typed for one address, in all browsers; links still open."""


class AlreadyConfirmed(Exception):
    """The wish was confirmed with other values, or its signer had signed before: no receipt."""


class OtherSlot(Exception):
    """The browser computed what hides a signature for another of the two slots of its address."""


class Malformed(Exception):
    """What should hide a signature is missing, or is not what any page of ours sends."""


class NotThisReceipt(Exception):
    """What was sent is no receipt, or that of another signature."""


class SignatureGone(Exception):
    """The signature was withdrawn since: there is nothing to prove any more."""


class SignatureNotFound(Exception):
    """Nobody signed with this address, name and postcode, or the petition's key is destroyed."""


class ListIsClosed(Exception):
    """The list of somebody's signatures was not opened with its code."""


class NotCounted(Exception):
    """Entries named for an annulment, `indexes`, are no signatures of the petition that count."""

    def __init__(self, indexes: list[int]) -> None:
        super().__init__(indexes)
        self.indexes = indexes


class SamePerson(Exception):
    """Whoever proposed an annulment cannot approve it: it takes two people."""


class KeyIsDestroyed(Exception):
    """The petition's key is destroyed: from then on, only a court order annuls."""
