"""What can go wrong in the life of a petition, and when somebody signs it."""


class PetitionIsFrozen(Exception):
    """The petition was opened: what people sign, and where, no longer changes.

    Its arguments are the names of the fields that would have.
    """


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


class PostcodeNeeded(Exception):
    """Wishes with several postcodes wait for one address: the code does not say which one."""


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


class SureNeeded(Exception):
    """A postcode is no proof that the letter was read: who asked chose it. Nothing is counted."""


class SamePerson(Exception):
    """One person could be both who proposed an annulment and who approves it."""


class AdministratorTooNew(Exception):
    """Who annuls must have administered everything for as long as an annulment is announced."""


class KeyIsDestroyed(Exception):
    """The petition's key is destroyed: from then on, only a court order annuls."""


class NetworkIsBlocked(Exception):
    """Nobody may sign from this network, by a rule of the operators."""


class ProviderIsBlocked(Exception):
    """Nobody may sign with an address of this provider, by a rule of the operators."""


class BadRule(Exception):
    """A rule names no domain or network that can be matched."""


class RuleExists(Exception):
    """Another rule or limit says the same already."""


class WrongSolution(Exception):
    """What was sent solves no challenge of this wish."""


class TooManyProposals(Exception):
    """Somebody has as many proposals under way as one person may."""


class OwnProposal(Exception):
    """Nobody supports what they wrote themselves."""


class MailboxSupports(Exception):
    """Another address of the same mailbox supports it already."""


class EnoughSupporters(Exception):
    """Twenty people support it: more do not count."""


class AmendmentUnexplained(Exception):
    """A new version of what people sign wants one public sentence that says what changes."""


class ThresholdReached(Exception):
    """The threshold was reached: it is part of the record."""


class ThresholdBelowCount(Exception):
    """The public count is at this threshold already, or above it."""


class AlreadyThere(Exception):
    """The petition has the same row already: one threshold, addressee or mirror is one row."""


class NoAddressee(Exception):
    """The petition does not go to this addressee."""


class WrongDay(Exception):
    """The day is to come, or before what it follows."""


class AlreadyAnswered(Exception):
    """An answer was published: it no longer changes."""


class BadSource(Exception):
    """The source is no https page, or shows one site and leads to another."""


class NotForEditors(Exception):
    """This kind of event is a step of the petition's life: its own service writes it."""


class NotOfThisHouse(Exception):
    """The address is not on the petition site of that assembly."""
