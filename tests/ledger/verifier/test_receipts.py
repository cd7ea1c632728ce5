"""A receipt answers three questions, and never merges them."""

from pathlib import Path

import pytest

from ledger.sed1.entries import NO_DECISION, Annul, Decision, Reason
from ledger.sed1.receipts import shown
from ledger.sed1.tallies import NO_PREVIOUS, Cell, TallyFile
from ledger.tlog.cosignatures import cosign
from ledger.tlog.notes import COSIGNATURE_V1, VerifierKey, add_signature, parse_note, public_of
from ledger.tlog.tlog_proofs import TlogProof, parse_tlog_proof
from ledger.verifier.command import main
from tests.ledger.verifier.written_log import (
    KEY,
    PETITION,
    WrittenLog,
    address,
    log_of,
    log_of_another_text,
    signer,
    who,
    withdrawal,
)

WITNESS_SEED = bytes(range(32))
WITNESS = VerifierKey("temoin.example", COSIGNATURE_V1, public_of(WITNESS_SEED))


@pytest.fixture
def log(tmp_path: Path) -> WrittenLog:
    return log_of(tmp_path / "log", range(300))


def receipt_of(log: WrittenLog, tmp_path: Path, text: str | None = None) -> Path:
    """Return the file of signer 4's receipt."""
    file = tmp_path / "recu.tlog-proof"
    file.write_text(text or log.receipt(4, 5))
    return file


def verify(log: WrittenLog, file: Path, *options: str) -> int:
    log.publish()
    place = ["--log", str(log.folder), "--key", str(KEY)]
    return main(["receipt", str(file), "--address", address(4), *place, *options])


def test_a_signature_is_recorded_and_still_counted(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    log.add(withdrawal(3, 4))
    assert verify(log, file) == 0
    assert capsys.readouterr().out.splitlines() == [
        "✓ Enregistrée : oui, à la ligne 5 du registre example.org/registre.",
        "✓ Encore comptée : oui, par la pétition 7, version 1 du texte.",
        "· Placée dans un département : pas encore, rien n’est publié à ce jour.",
    ]


def test_the_form_to_show_to_others_answers_the_same(log: WrittenLog, tmp_path: Path) -> None:
    proof = parse_tlog_proof(log.receipt(4, 5))
    other = TlogProof(proof.index, proof.hashes, proof.checkpoint, shown(signer(4)).to_bytes())
    assert verify(log, receipt_of(log, tmp_path, other.text())) == 0


@pytest.mark.parametrize("text", ["{}\n", " {}", "{}"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_an_editor_changes_at_the_ends_does_not_matter(
    log: WrittenLog, tmp_path: Path, text: str, end: str
) -> None:
    """The page of the site reads it so: both must answer the same."""
    kept = text.format(log.receipt(4, 5).removesuffix("\n")).replace("\n", end)
    file = tmp_path / "recu.tlog-proof"
    file.write_bytes(kept.encode())
    assert verify(log, file) == 0


def test_without_the_log_only_the_first_question_is_answered(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    assert main(["receipt", str(file), "--address", address(4), "--key", str(KEY)]) == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert first.startswith("✓ Enregistrée : oui")
    assert second.startswith("· Encore comptée : non vérifié")
    assert third.startswith("· Placée dans un département : non vérifié")


def test_the_address_may_be_typed_with_capitals_and_spaces(log: WrittenLog, tmp_path: Path) -> None:
    file = receipt_of(log, tmp_path)
    typed = ["--address", " ADA4@Example.org "]
    assert main(["receipt", str(file), *typed, "--key", str(KEY)]) == 0


def test_somebody_elses_receipt_is_not_recorded(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    assert main(["receipt", str(file), "--address", address(5), "--key", str(KEY)]) == 1
    assert "✗ Enregistrée : non" in capsys.readouterr().out


def test_a_withdrawn_signature_is_recorded_and_no_longer_counted(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    log.add(withdrawal(4, 5))
    assert verify(log, file) == 1
    assert capsys.readouterr().out.splitlines() == [
        "✓ Enregistrée : oui, à la ligne 5 du registre example.org/registre.",
        "✗ Encore comptée : non, elle a été retirée par son signataire, à la ligne 301.",
        "· Placée dans un département : non, et elle ne le sera pas.",
    ]


@pytest.mark.parametrize(
    ("reason", "decision", "words"),
    [
        (Reason.BY_MAIL, NO_DECISION, "retirée par courriel à la demande de son signataire"),
        (Reason.FRAUD, 301, "annulée pour fraude"),
        (Reason.COURT_ORDER, 301, "annulée sur décision de justice"),
    ],
)
def test_an_annulled_signature_says_why(
    log: WrittenLog,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    reason: int,
    decision: int,
    words: str,
) -> None:
    file = receipt_of(log, tmp_path)
    log.add(Decision(bytes(32)), Annul(5, reason, decision))
    assert verify(log, file) == 1
    assert words in capsys.readouterr().out


def test_a_receipt_from_another_history_is_wrong(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    rewritten = log_of(tmp_path / "other", [*range(20), *range(1000, 1300)])
    assert verify(rewritten, file) == 1
    out = capsys.readouterr().out
    assert "✓ Enregistrée : oui" in out
    assert "✗ Encore comptée : non vérifié. Rien ne prouve" in out


def test_a_receipt_of_a_text_that_the_log_does_not_have_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = log_of_another_text(tmp_path / "log", range(10))
    assert verify(log, receipt_of(log, tmp_path)) == 1
    first, second, _ = capsys.readouterr().out.splitlines()
    assert first.startswith("✓ Enregistrée : oui")
    assert second == (
        "✗ Encore comptée : non vérifié. Le texte que vous avez signé n’est pas celui que le"
        " registre publie."
    )


def test_a_log_older_than_the_receipt_is_wrong(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    assert verify(log_of(tmp_path / "old", range(200)), file) == 1
    assert "Le registre a rétréci" in capsys.readouterr().out


def test_a_log_that_does_not_answer_leaves_two_questions_open(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    nowhere = ["--log", "http://127.0.0.1:9/registre", "--key", str(KEY)]
    assert main(["receipt", str(file), "--address", address(4), *nowhere]) == 1
    first, second, third = capsys.readouterr().out.splitlines()
    assert first.startswith("✓")
    assert second == ("✗ Encore comptée : non vérifié. Le registre ne répond pas à « checkpoint ».")
    assert third.startswith("· Placée dans un département : non vérifié")


def tally(log: WrittenLog, numbers: range, *, area: str = "48") -> TallyFile:
    geos = tuple(sorted(signer(each).geo(who(each)) for each in numbers))
    placed = len(geos)
    return TallyFile(
        petition=PETITION,
        day=20780,
        size=len(log.entries),
        previous=NO_PREVIOUS,
        active=300,
        placed=placed,
        gone=0,
        waiting=300 - placed,
        leaving=0,
        cells=(Cell(area, 1, placed, 0, geos),),
    )


def test_a_placed_signature_says_where(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    log.add_tally(tally(log, range(10)))
    assert verify(log, file) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "✓ Placée dans un département : oui. Département 48, par courriel."
    )


def test_a_waiting_signature_says_how_many_wait(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    log.add_tally(tally(log, range(10, 20)))
    assert verify(log, file) == 0
    assert "pas encore, 290 signatures attendent de l’être" in capsys.readouterr().out


def test_a_signature_placed_elsewhere_is_wrong(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    log.add_tally(tally(log, range(10), area="12"))
    assert verify(log, file) == 1
    assert "Elle est publiée ailleurs : Département 12" in capsys.readouterr().out


def test_figures_that_are_missing_leave_the_third_question_open(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    log.add_tally(tally(log, range(10)))
    (log.tally_folder() / "20780.txt").unlink()
    assert verify(log, file) == 1
    assert "✗ Placée dans un département : non vérifié." in capsys.readouterr().out


def cosigned(log: WrittenLog) -> str:
    note = log.publish()
    line = cosign(parse_note(note).text, name=WITNESS.name, seed=WITNESS_SEED, time=1795687320)
    return add_signature(note, line)


def test_witnesses_of_a_receipt_are_named_and_dated(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path, log.receipt(4, 5, cosigned(log)))
    policy = tmp_path / "policy"
    policy.write_text(f"log {KEY}\nwitness t {WITNESS}\nquorum t\n")
    command = ["receipt", str(file), "--address", address(4), "--policy", str(policy)]
    assert main(command) == 0
    assert (
        "Le témoin temoin.example a vu ce point de contrôle le 26 novembre 2026"
        in capsys.readouterr().out
    )


def test_an_unknown_witness_is_named_as_such(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path, log.receipt(4, 5, cosigned(log)))
    assert main(["receipt", str(file), "--address", address(4), "--key", str(KEY)]) == 0
    assert "La signature de temoin.example n’est pas vérifiée" in capsys.readouterr().out


def test_a_policy_that_is_not_met_refuses_the_receipt(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_of(log, tmp_path)
    policy = tmp_path / "policy"
    policy.write_text(f"log {KEY}\nwitness t {WITNESS}\nquorum t\n")
    command = ["receipt", str(file), "--address", address(4), "--policy", str(policy)]
    assert main(command) == 1
    assert "Trop peu de témoins" in capsys.readouterr().out
