"""Check a receipt: recorded, still counted, placed; three answers that are never merged (§6)."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.sed1.counting import Recount
from ledger.sed1.entries import Annul, Kind, Reason, Sign, Withdraw, parse_entry
from ledger.sed1.receipts import OwnerReceipt, ShownReceipt, parse_receipt
from ledger.sed1.tallies import TallyState
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import leaf_hash
from ledger.tlog.policies import OpenedCheckpoint
from ledger.tlog.proofs import verify_inclusion
from ledger.tlog.tlog_proofs import TlogProof, parse_tlog_proof
from ledger.verifier.comparing import check_growth
from ledger.verifier.findings import Finding, good, noted, number_in_words, plural, wrong
from ledger.verifier.reading import Log, Unreadable
from ledger.verifier.recounting import recounted, took
from ledger.verifier.tallying import TallyWatch, place_words, served_tally
from ledger.verifier.trusting import Trust, served_checkpoint, witness_findings

REMOVALS = (bytes([Kind.WITHDRAW]), bytes([Kind.ANNUL]))
REASON_WORDS = {
    Reason.BY_MAIL: "retirée par courriel à la demande de son signataire",
    Reason.FRAUD: "annulée pour fraude",
    Reason.COURT_ORDER: "annulée sur décision de justice",
}


@dataclass(frozen=True)
class ReceiptFile:
    """A receipt as its file holds it."""

    proof: TlogProof
    receipt: OwnerReceipt | ShownReceipt

    def sign(self, who: bytes) -> Sign:
        """Return the entry that the log must hold if the receipt is that of `who`."""
        receipt = self.receipt
        return Sign(receipt.petition, receipt.version, receipt.commitment(who))


def parse_receipt_file(text: str) -> ReceiptFile:
    """Return the receipt in the text of a `.tlog-proof` file, or raise Invalid."""
    proof = parse_tlog_proof(text)
    if proof.extra is None:
        raise Invalid("Ce reçu est incomplet : il lui manque la ligne « extra ».")
    return ReceiptFile(proof=proof, receipt=parse_receipt(proof.extra))


def receipt_findings(
    file: ReceiptFile, *, who: bytes, trust: Trust, log: Log | None
) -> Iterator[Finding]:
    """Yield the three answers, the witnesses of the receipt after the first.

    Args:
        file: the receipt.
        who: as its kind asks for; the simple address for kind 1.
        trust: the keys and witnesses to believe.
        log: where today's log is read; without it only the first answer can be given.
    """
    try:
        opened = _check_recorded(file, who, trust)
    except Invalid as error:
        yield wrong(f"Enregistrée : non. {error}")
        yield noted("Encore comptée : non vérifié.")
        yield noted("Placée dans un département : non vérifié.")
        return
    origin, index = opened.checkpoint.origin, number_in_words(file.proof.index)
    yield good(f"Enregistrée : oui, à la ligne {index} du registre {origin}.")
    yield from witness_findings(file.proof.checkpoint, opened)
    if log is None:
        yield noted("Encore comptée : non vérifié, il faut l’adresse du registre (--log).")
        yield noted("Placée dans un département : non vérifié, il faut l’adresse du registre.")
        return
    yield from _online_findings(file, who, trust, opened, log)


def _check_recorded(file: ReceiptFile, who: bytes, trust: Trust) -> OpenedCheckpoint:
    opened = trust.opened(file.proof.checkpoint)
    try:
        verify_inclusion(
            index=file.proof.index,
            size=opened.checkpoint.size,
            leaf=leaf_hash(file.sign(who).to_bytes()),
            proof=file.proof.hashes,
            root=opened.checkpoint.root,
        )
    except Invalid:
        raise Invalid("Ce reçu n’est pas celui de cette personne, ou il a été modifié.") from None
    return opened


class ReceiptWatch:
    """What a recount of the whole log sees of one signature, and of its petition's figures."""

    def __init__(self, file: ReceiptFile) -> None:
        self.tallies = TallyWatch(file.receipt.petition)
        self.removal = ""
        self.refusal = ""
        self._index = file.proof.index

    def __call__(self, index: int, entry: bytes, recount: Recount) -> None:
        self.tallies(index, entry, recount)
        if index == self._index and not took(recount, index):
            self.refusal = recount.faults[-1].sentence
        if entry[:1] in REMOVALS and took(recount, index):
            removal = parse_entry(entry)
            if isinstance(removal, Withdraw | Annul) and removal.index == self._index:
                words = "retirée par son signataire"
                if isinstance(removal, Annul):
                    words = REASON_WORDS[Reason(removal.reason)]
                self.removal = f"elle a été {words}, à la ligne {number_in_words(index)}"


def _online_findings(
    file: ReceiptFile, who: bytes, trust: Trust, opened: OpenedCheckpoint, log: Log
) -> Iterator[Finding]:
    """Yield the second and third answers, from one reading of the whole log.

    The whole of it, so that whoever serves it does not learn which signature is asked about.
    """
    watch = ReceiptWatch(file)
    try:
        note = served_checkpoint(log)
        today = trust.opened(note).checkpoint
        check_growth(log, old=opened.checkpoint, new=today)
        recount = recounted(log, checkpoint=today, signers=trust.signers(note), watch=watch)
    except (Invalid, Unreadable) as error:
        yield wrong(f"Encore comptée : non vérifié. {error}")
        yield noted("Placée dans un département : non vérifié.")
        return
    yield _counted_finding(file, recount, watch)
    try:
        is_live = recount.is_live(file.proof.index)
        yield _placed_finding(file, who, log, watch.tallies, is_live=is_live)
    except (Invalid, Unreadable) as error:
        yield wrong(f"Placée dans un département : non vérifié. {error}")


def _counted_finding(file: ReceiptFile, recount: Recount, watch: ReceiptWatch) -> Finding:
    receipt = file.receipt
    petition = recount.petitions.get(receipt.petition)
    logged = petition.texts.get(receipt.version) if petition else None
    if logged not in (None, receipt.text_hash):
        return wrong(
            "Encore comptée : non vérifié. Le texte que vous avez signé n’est pas celui que le"
            " registre publie."
        )
    if recount.is_live(file.proof.index):
        return good(
            f"Encore comptée : oui, par la pétition {receipt.petition}, version"
            f" {receipt.version} du texte."
        )
    why = watch.removal or f"le registre la refuse ({watch.refusal})"
    return wrong(f"Encore comptée : non, {why}.")


def _placed_finding(
    file: ReceiptFile, who: bytes, log: Log, watch: TallyWatch, *, is_live: bool
) -> Finding:
    receipt, state = file.receipt, TallyState()
    for logged in watch.logged.values():
        tally = served_tally(log, petition=receipt.petition, day=logged.day)
        if tally.digest() != logged.file_hash:
            raise Invalid(f"Les chiffres du jour {logged.day} ne sont pas ceux du registre.")
        state.add(tally)
    cell = state.geos.get(receipt.geo(who))
    if cell == (receipt.area, receipt.level):
        return good(f"Placée dans un département : oui. {place_words(*cell)}.")
    if cell is not None:
        raise Invalid(f"Elle est publiée ailleurs : {place_words(*cell)}.")
    if not is_live:
        return noted("Placée dans un département : non, et elle ne le sera pas.")
    if state.last is None:
        return noted("Placée dans un département : pas encore, rien n’est publié à ce jour.")
    waiting = plural(state.last.waiting, "signature attend", "signatures attendent")
    return noted(f"Placée dans un département : pas encore, {waiting} de l’être.")
