"""Check a public log of petitions without trusting who serves it (Python ≥ 3.11, cryptography)."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from ledger.sed1.commitments import KIND_DESK, KIND_EMAIL, KIND_PROVIDER
from ledger.terminal import NOT_UNDERSTOOD, let_any_terminal_be_written
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import VerifierKey, parse_vkey
from ledger.tlog.texts import as_text
from ledger.verifier.comparing import check_growth, checkpoint_in, growth_finding
from ledger.verifier.findings import WRONG_MARK, Finding, noted, wrong
from ledger.verifier.monitoring import monitor_findings, parse_promise_note
from ledger.verifier.options import verifier_parser
from ledger.verifier.reading import Log, Unreadable, opened_log
from ledger.verifier.receiving import parse_receipt_file, receipt_findings
from ledger.verifier.recounting import recount_findings, recounted
from ledger.verifier.showing import served_together
from ledger.verifier.tallying import tally_findings
from ledger.verifier.trusting import (
    Trust,
    served_checkpoint,
    served_keys,
    trust_in,
    witness_findings,
)

FILE_BYTES_MAX = 2**17
# What an editor may leave around a text, or take from its end.
BLANKS = " \t\n\u00a0\ufeff"
ALL_GOOD, SOMETHING_WRONG = 0, 1
WHO_QUESTIONS = {
    KIND_EMAIL: "Votre adresse électronique, telle que le site l’a montrée : ",
    KIND_PROVIDER: "Votre identifiant chez le fournisseur (iss, une espace, sub) : ",
    KIND_DESK: "Le numéro inscrit sur votre bordereau : ",
}


class Misused(Exception):
    """The command cannot be carried out as typed; the message is one French sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; return 0 when all is good, 1 when anything is wrong, 2 for misuse."""
    let_any_terminal_be_written()
    options = verifier_parser().parse_args(arguments)
    try:
        findings = list(map(_shown, _findings(options)))
    except Misused as error:
        sys.stderr.write(f"{error}\n")
        return NOT_UNDERSTOOD
    except (Invalid, Unreadable) as error:
        sys.stderr.write(f"{wrong(str(error))}\n")
        return SOMETHING_WRONG
    except OSError as error:
        sys.stderr.write(f"{wrong(f'« {error.filename} » ne peut être lu ou écrit.')}\n")
        return SOMETHING_WRONG
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("Interrompu.\n")
        return SOMETHING_WRONG
    return SOMETHING_WRONG if any(each.mark == WRONG_MARK for each in findings) else ALL_GOOD


def _shown(finding: Finding) -> Finding:
    sys.stdout.write(f"{finding}\n")
    sys.stdout.flush()
    return finding


def _findings(options: argparse.Namespace) -> Iterator[Finding]:
    trust = _trust(options, [])
    if options.log is None:
        yield from _receipt_findings(options, trust, None)
        return
    with closing(opened_log(options.log)) as log:
        if not trust.policy.logs:
            trust = _trust(options, served_keys(log))
            yield noted(
                "Attention : les clés viennent du registre lui-même ; pour vérifier sans le"
                " croire, donnez-les avec --key ou --policy."
            )
        answers = _receipt_findings if options.command == "receipt" else _log_findings
        yield from answers(options, trust, log)


def _receipt_findings(
    options: argparse.Namespace, trust: Trust, log: Log | None
) -> Iterator[Finding]:
    if options.command != "receipt":
        raise Misused("Donnez l’adresse ou le dossier du registre avec --log.")
    if not trust.policy.logs:
        raise Misused("Donnez la clé du registre (--key) ou son adresse (--log).")
    file = parse_receipt_file(_kept_text(options.file))
    who = _who(options.address, file.receipt.kind)
    yield from receipt_findings(file, who=who, trust=trust, log=log)


def _log_findings(options: argparse.Namespace, trust: Trust, log: Log) -> Iterator[Finding]:
    """Yield what the commands find that are about the log itself."""
    if options.command == "consistency":
        notes = (checkpoint_in(_kept_text(path)) for path in (options.old, options.new))
        old, new = (trust.opened(note).checkpoint for note in notes)
        check_growth(log, old=old, new=new)
        yield growth_finding(old=old, new=new)
    elif options.command == "monitor":
        yield from monitor_findings(
            log,
            trust=trust,
            state=options.state,
            promises=[parse_promise_note(_text_of(path), trust) for path in options.promise],
            now=int(datetime.now(UTC).timestamp()),
            strict=options.strict,
        )
    elif options.command == "tally":
        note = served_checkpoint(log)
        yield from tally_findings(
            log,
            checkpoint=trust.opened(note).checkpoint,
            signers=trust.signers(note),
            petition=options.petition,
        )
    else:
        yield from _recount_findings(options, trust, log)


def _recount_findings(options: argparse.Namespace, trust: Trust, log: Log) -> Iterator[Finding]:
    shown, note = served_together(log)
    opened = trust.opened(note)
    yield from witness_findings(note, opened)
    recount = recounted(
        log,
        checkpoint=opened.checkpoint,
        signers=trust.signers(note),
        strict=options.strict,
    )
    yield from recount_findings(recount, opened.checkpoint)
    if shown is not None:
        yield from shown.findings(recount)


def _trust(options: argparse.Namespace, served: list[VerifierKey]) -> Trust:
    """Return the trust in the keys that were given, and in those that the log serves."""
    policy = _text_of(options.policy) if options.policy else None
    return trust_in([*map(parse_vkey, options.key), *served], policy=policy)


def _who(typed: str | None, kind: int) -> bytes:
    """Return who a receipt of this kind is for, as the log hides it (§3)."""
    if typed is None and not sys.stdin.isatty():
        raise Misused("Donnez l’adresse avec --address.")
    who = (typed if typed is not None else input(WHO_QUESTIONS[kind])).strip()
    if not who.isascii():
        raise Misused("Écrivez l’adresse comme le site vous l’a montrée, sans accent.")
    return (who.lower() if kind == KIND_EMAIL else who).encode()


def _text_of(path: Path) -> str:
    """Return the text of a small file, or raise Invalid."""
    with path.open("rb") as file:
        data = file.read(FILE_BYTES_MAX + 1)
    if len(data) > FILE_BYTES_MAX:
        raise Invalid(f"« {path} » est trop grand.")
    return as_text(data)


def _kept_text(path: Path) -> str:
    """Return the text of a file that somebody kept, its ends of line as our page takes them."""
    text = _text_of(path).replace("\r\n", "\n").replace("\r", "\n")
    return f"{text.strip(BLANKS)}\n"
