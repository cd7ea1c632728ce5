"""Compare two checkpoints of one log: the later one must begin with the earlier one."""

from ledger.tlog.checkpoints import Checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.proofs import verify_consistency
from ledger.tlog.tiles import consistency_proof
from ledger.tlog.tlog_proofs import TLOG_PROOF_HEADER, parse_tlog_proof
from ledger.verifier.findings import Finding, good, number_in_words
from ledger.verifier.reading import Log
from ledger.verifier.tiling import tile_reader


def checkpoint_in(text: str) -> str:
    """Return the signed checkpoint of a file: all of it, or what a receipt ends with."""
    is_receipt = text.startswith(f"{TLOG_PROOF_HEADER}\n")
    return parse_tlog_proof(text).checkpoint if is_receipt else text


def check_growth(log: Log, *, old: Checkpoint, new: Checkpoint) -> None:
    """Raise Invalid unless the log of `new` is that of `old`, with nothing but additions.

    The proof is made from the tiles that the log serves: a wrong tile cannot make it hold.
    """
    if old.origin != new.origin:
        raise Invalid(f"{old.origin} et {new.origin} sont deux registres différents.")
    if new.size < old.size:
        raise Invalid(
            f"Le registre a rétréci : {number_in_words(old.size)} inscriptions avant,"
            f" {number_in_words(new.size)} maintenant."
        )
    read = tile_reader(log, size=new.size)
    proof = consistency_proof(read, old_size=old.size, size=new.size)
    try:
        verify_consistency(
            old_size=old.size, size=new.size, old_root=old.root, root=new.root, proof=proof
        )
    except Invalid:
        raise Invalid(
            f"Rien ne prouve que le point de contrôle de {number_in_words(new.size)} inscriptions"
            f" prolonge celui de {number_in_words(old.size)} : le registre a été réécrit,"
            " ou ses tuiles sont abîmées."
        ) from None


def growth_finding(*, old: Checkpoint, new: Checkpoint) -> Finding:
    """Say that the log only grew."""
    return good(
        f"Rien n’a été réécrit entre {number_in_words(old.size)} et"
        f" {number_in_words(new.size)} inscriptions."
    )
