"""What the verifier says of a whole log: its counts, its history, its figures."""

import json
from pathlib import Path

import pytest

from ledger.sed1.entries import NO_DECISION, Annul, Close, KeyDestroyed, Paper, Reason, Tally
from ledger.sed1.tallies import NO_PREVIOUS, Cell, TallyFile
from ledger.verifier import showing
from ledger.verifier.command import main
from ledger.verifier.findings import number_in_words
from tests.ledger.verifier.written_log import (
    KEY,
    ORIGIN,
    PETITION,
    WrittenLog,
    log_of,
    signature,
    signer,
    who,
    withdrawal,
)


@pytest.fixture
def log(tmp_path: Path) -> WrittenLog:
    return log_of(tmp_path / "log", range(700))


def run(log: WrittenLog, *command: str) -> int:
    return main([*command, "--log", str(log.folder), "--key", str(KEY)])


def test_a_recount_counts_each_petition(
    log: WrittenLog, capsys: pytest.CaptureFixture[str]
) -> None:
    log.add(withdrawal(3, 4), withdrawal(600, 601))
    log.add(Paper(PETITION, 1, 9, bytes(32)), Close(PETITION, 698, 9), KeyDestroyed(PETITION))
    log.add(withdrawal(5, 6))
    log.publish()
    assert run(log, "recount") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"✓ Registre {ORIGIN} : 707 inscriptions, toutes conformes à son point de contrôle.",
        (
            "✓ Pétition 7 : close avec 698 signatures en ligne, 9 sur papier ; aujourd’hui"
            " 697 signatures en ligne, 9 sur papier ; sa clé est dite détruite."
        ),
    ]


def test_an_empty_log_has_nothing_to_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = WrittenLog(tmp_path / "empty")
    log.publish()
    assert run(log, "recount") == 0
    assert "0 inscription," in capsys.readouterr().out


def test_an_invalid_entry_is_named_and_the_status_says_so(
    log: WrittenLog, capsys: pytest.CaptureFixture[str]
) -> None:
    log.add(withdrawal(3, 5), Annul(2**63, Reason.BY_MAIL, NO_DECISION), b"", b"\x05new")
    log.publish()
    assert run(log, "recount") == 1
    out = capsys.readouterr().out
    assert "✓ Pétition 7 : 700 signatures en ligne" in out
    assert [line[:11] for line in out.splitlines()[-4:]] == [
        f"✗ Ligne {index}" for index in range(701, 705)
    ]


def test_only_the_first_hundred_faults_are_said_and_the_others_counted(
    log: WrittenLog, capsys: pytest.CaptureFixture[str]
) -> None:
    log.add(*[b""] * 1000)
    log.publish()
    assert run(log, "recount") == 1
    wrong = [line for line in capsys.readouterr().out.splitlines() if line.startswith("✗")]
    assert len(wrong) == 101
    assert wrong[-1] == "✗ Et 900 autres fautes."


def test_one_commitment_twice_is_a_fault_for_the_strict(log: WrittenLog) -> None:
    log.add(signature(3))
    log.publish()
    assert run(log, "recount") == 0
    assert run(log, "recount", "--strict") == 1


def test_keys_that_come_from_the_log_are_said_to(
    log: WrittenLog, capsys: pytest.CaptureFixture[str]
) -> None:
    log.publish()
    assert main(["recount", "--log", str(log.folder)]) == 0
    assert "les clés viennent du registre lui-même" in capsys.readouterr().out


ONE_SIZE = "✓ Les comptes que le site affiche sont ceux du registre à sa taille 701."
FIGURES = {"online": 700, "paper": 0}


@pytest.mark.parametrize(
    ("size", "petitions", "status", "words"),
    [
        (701, {"7": FIGURES}, 0, ONE_SIZE),
        (701, {"7": FIGURES | {"online": 701}}, 1, "✗ Pétition 7 : le site affiche 701 en ligne"),
        (701, {"7": FIGURES | {"paper": 9}}, 1, "et 9 sur papier, le registre compte 700 en ligne"),
        (701, {}, 1, "✗ Pétition 7 : le site affiche rien"),
        (701, {"7": FIGURES, "8": FIGURES}, 1, "✗ Pétition 8 : le site affiche 700 en ligne"),
        (0, {}, 1, "✗ Les comptes que le site affiche ne peuvent être comparés"),
        (601, {"7": FIGURES}, 1, "✗ Les comptes que le site affiche ne peuvent être comparés"),
        (10**9, {"7": FIGURES}, 1, "✗ Les comptes que le site affiche ne peuvent être comparés"),
    ],
)
def test_the_counts_that_the_site_shows_are_compared(
    log: WrittenLog,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    size: int,
    petitions: dict[str, dict[str, int]],
    status: int,
    words: str,
) -> None:
    monkeypatch.setattr(showing, "MOMENT_SECONDS", 0)
    log.write("comptes.json", json.dumps({"size": size, "petitions": petitions}).encode())
    log.publish()
    assert run(log, "recount") == status
    assert words in capsys.readouterr().out


def test_a_site_that_shows_nonsense_is_refuted_in_a_hundred_sentences(
    log: WrittenLog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "MOMENT_SECONDS", 0)
    petitions = {str(number): FIGURES for number in range(7, 5108)}
    log.write("comptes.json", json.dumps({"size": 701, "petitions": petitions}).encode())
    log.publish()
    assert run(log, "recount") == 1
    refuted = [line for line in capsys.readouterr().out.splitlines() if line.startswith("✗")]
    assert len(refuted) == 101
    assert refuted[-1] == f"✗ Et {number_in_words(5000)} autres différences."


def test_a_grown_log_may_have_forgotten_its_partial_files(log: WrittenLog, tmp_path: Path) -> None:
    old = log.publish()
    log.add(*map(signature, range(700, 1400)))
    new = log.publish()
    log.write("checkpoint", old.encode())
    for partial_file in [*log.folder.glob("tile/*/*.p/*")]:
        if partial_file.parent.with_suffix("").exists():
            partial_file.unlink()
    assert run(log, "recount") == 0
    (tmp_path / "old").write_text(old)
    (tmp_path / "new").write_text(new)
    assert run(log, "consistency", str(tmp_path / "old"), str(tmp_path / "new")) == 0


@pytest.mark.parametrize("sizes", [(0, 700), (1, 256), (255, 257), (512, 513), (300, 300)])
def test_a_log_that_only_grew_is_consistent(tmp_path: Path, sizes: tuple[int, int]) -> None:
    log, notes = WrittenLog(tmp_path / "log"), []
    for number in range(sizes[1] + 1):
        if number in sizes:
            notes.append(log.publish())
        log.add(signature(number))
    files = [tmp_path / "old", tmp_path / "new"]
    for file, note in zip(files, [notes[0], notes[-1]], strict=True):
        file.write_text(note)
    assert run(log, "consistency", *map(str, files)) == 0


def test_a_rewritten_log_is_not_consistent(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old").write_text(log.publish())
    other = log_of(tmp_path / "other", range(1, 900))
    (tmp_path / "new").write_text(other.publish())
    assert run(other, "consistency", str(tmp_path / "old"), str(tmp_path / "new")) == 1
    assert "le registre a été réécrit" in capsys.readouterr().err
    assert run(log, "consistency", str(tmp_path / "new"), str(tmp_path / "old")) == 1
    assert "Le registre a rétréci" in capsys.readouterr().err


def test_a_whole_receipt_is_compared_by_its_checkpoint(log: WrittenLog, tmp_path: Path) -> None:
    (tmp_path / "old").write_text(log.receipt(4, 5))
    log.add(*map(signature, range(700, 800)))
    log.publish()
    (tmp_path / "new").write_text(log.receipt(750, 751))
    assert run(log, "consistency", str(tmp_path / "old"), str(tmp_path / "new")) == 0


def test_an_altered_checkpoint_is_damaged_or_false(
    log: WrittenLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = log.publish()
    (tmp_path / "old").write_text(note.replace("\n701\n", "\n700\n"))
    (tmp_path / "new").write_text(note)
    assert run(log, "consistency", str(tmp_path / "old"), str(tmp_path / "new")) == 1
    assert "est abîmé ou faux" in capsys.readouterr().err


def add_days(log: WrittenLog, *, wrong_active: int = 0) -> None:
    """Publish two days: ten signatures of the Lozère, then ten of the Aveyron."""
    previous, placed = NO_PREVIOUS, 0
    for day, (area, first) in enumerate([("48", 0), ("12", 10)], start=20780):
        geos = tuple(sorted(signer(n).geo(who(n)) for n in range(first, first + 10)))
        placed += 10
        active = 700 + wrong_active
        tally = TallyFile(
            petition=PETITION,
            day=day,
            size=len(log.entries),
            previous=previous,
            active=active,
            placed=placed,
            gone=0,
            waiting=active - placed,
            leaving=0,
            cells=(Cell(area, 1, 10, 0, geos),),
        )
        previous = tally.digest()
        log.add_tally(tally)


def test_figures_that_agree_with_the_log_are_added_up(
    log: WrittenLog, capsys: pytest.CaptureFixture[str]
) -> None:
    add_days(log)
    log.publish()
    assert run(log, "tally", "7") == 0
    assert capsys.readouterr().out.splitlines() == [
        (
            "✓ Les chiffres de la pétition 7 s’accordent avec le registre jusqu’au jour 20781 :"
            " 700 signatures en ligne, dont 680 à placer."
        ),
        "· Département 12, par courriel : 10 signatures.",
        "· Département 48, par courriel : 10 signatures.",
    ]


def test_figures_that_count_otherwise_than_the_log_are_wrong(
    log: WrittenLog, capsys: pytest.CaptureFixture[str]
) -> None:
    add_days(log, wrong_active=1)
    log.publish()
    assert run(log, "tally", "7") == 1
    assert "le registre en compte 700" in capsys.readouterr().out


def test_figures_changed_after_their_publication_are_wrong(
    log: WrittenLog, capsys: pytest.CaptureFixture[str]
) -> None:
    add_days(log)
    log.publish()
    file = log.tally_folder() / "20780.txt"
    file.write_text(file.read_text().replace("cell 48", "cell 12"))
    assert run(log, "tally", "7") == 1
    assert "dont le registre garde l’empreinte" in capsys.readouterr().out


def test_figures_logged_and_not_published_are_missed(
    log: WrittenLog, capsys: pytest.CaptureFixture[str]
) -> None:
    log.add(Tally(PETITION, 20780, bytes(32)))
    log.publish()
    assert run(log, "tally", "7") == 1
    assert "Les chiffres du jour 20780 sont inscrits" in capsys.readouterr().out


def test_figures_published_and_not_logged_are_wrong(
    log: WrittenLog, capsys: pytest.CaptureFixture[str]
) -> None:
    add_days(log)
    log.publish()
    folder = log.tally_folder()
    file = folder / "20779.txt"
    file.write_text((folder / "20780.txt").read_text().replace("20780", "20779"))
    assert run(log, "tally", "7") == 1
    assert "jour 20779 sont publiés, mais ne sont pas inscrits" in capsys.readouterr().out


def test_figures_that_the_signed_state_does_not_log_yet_are_no_fault(
    log: WrittenLog, capsys: pytest.CaptureFixture[str]
) -> None:
    log.publish()
    add_days(log)
    assert run(log, "tally", "7") == 0
    assert "· Les chiffres du jour 20781 ne sont pas encore" in capsys.readouterr().out


def test_a_petition_without_figures_yet_is_no_fault(log: WrittenLog) -> None:
    log.publish()
    assert run(log, "tally", "7") == 0
    assert run(log, "tally", "8") == 1
