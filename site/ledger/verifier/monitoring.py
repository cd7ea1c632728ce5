"""Watch a log from one visit to the next: it only grows, all of it counts, promises are kept."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ledger.sed1.counting import Recount
from ledger.sed1.entries import Sign
from ledger.sed1.promises import Promise, parse_promise
from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import ED25519, open_note, parse_note
from ledger.tlog.policies import OpenedCheckpoint
from ledger.verifier.comparing import check_growth, growth_finding
from ledger.verifier.findings import Finding, good, in_words, noted, number_in_words, wrong
from ledger.verifier.reading import Log
from ledger.verifier.recounting import recount_findings, recounted
from ledger.verifier.trusting import Trust, served_checkpoint, witness_findings

PROMISE_SUFFIX = "/promesse"


def parse_promise_note(note: str, trust: Trust) -> Promise:
    """Return a promise that its log signed with a promise key, or raise Invalid."""
    named = parse_note(note).text.partition("\n")[0]
    if not named.endswith(PROMISE_SUFFIX):
        raise Invalid("Ce fichier n’est pas une promesse d’inscription.")
    keys = [key for key in trust.keys if key.name == named and key.kind == ED25519]
    return parse_promise(open_note(note, keys).text)


def monitor_findings(
    log: Log, *, trust: Trust, state: Path, promises: Sequence[Promise], now: int, strict: bool
) -> Iterator[Finding]:
    """Yield what today's log is, compared with the last visit; remember it when it only grew.

    Args:
        log: where it is read.
        trust: the keys and witnesses to believe.
        state: file with the checkpoint of the last visit, made at the first.
        promises: checked ones, whose entries are looked for.
        now: Unix time, in seconds.
        strict: whether the same commitment twice is a fault.
    """
    note = served_checkpoint(log)
    opened = trust.opened(note)
    last = _last_visit(state) if state.exists() else None
    if last is not None:
        try:
            check_growth(log, old=last, new=opened.checkpoint)
        except Invalid as error:
            yield _fork_finding(str(error), note, state)
            return
        yield growth_finding(old=last, new=opened.checkpoint)
    yield from witness_findings(note, opened)
    watch = PromiseWatch(promises)
    recount = recounted(
        log,
        checkpoint=opened.checkpoint,
        signers=trust.signers(note),
        strict=strict,
        watch=watch,
    )
    yield from recount_findings(recount, opened.checkpoint)
    for promise in promises:
        yield promise_finding(promise, opened, trust, found=watch.found(promise), now=now)
    _write_whole(state, note)


class PromiseWatch:
    """Where the entries of promises stand in a log that is recounted."""

    def __init__(self, promises: Sequence[Promise]) -> None:
        self._places: dict[bytes, int | None] = {_promised(each): None for each in promises}

    def __call__(self, index: int, entry: bytes, recount: Recount) -> None:
        if entry in self._places:
            self._places[entry] = index

    def found(self, promise: Promise) -> int | None:
        return self._places[_promised(promise)]


def promise_finding(
    promise: Promise, opened: OpenedCheckpoint, trust: Trust, *, found: int | None, now: int
) -> Finding:
    """Say whether a promise is kept, still open, late, or broken for all to see (§3)."""
    if promise.origin != opened.checkpoint.origin:
        return wrong(f"Une promesse vient d’un autre registre, {promise.origin}.")
    if found is not None:
        return good(f"Promesse tenue : ligne {number_in_words(found)}.")
    due = in_words(promise.before)
    quorum = trust.policy.quorum is not None
    seen_since = [key for key, time in opened.times.items() if time >= promise.before]
    if quorum and trust.policy.is_satisfied_by(seen_since):
        return wrong(f"Promesse rompue : due {due}, et des témoins ont vu depuis qu’elle manque.")
    if now >= promise.before:
        return wrong(f"Promesse en retard : due {due} ; sans témoin, ce n’est pas une preuve.")
    return noted(f"Promesse pas encore due : elle l’est {due}.")


def _last_visit(state: Path) -> Checkpoint:
    try:
        return parse_checkpoint(parse_note(state.read_bytes()).text)
    except Invalid:
        raise Invalid(f"« {state} » n’est pas le fichier d’une visite précédente.") from None


def _promised(promise: Promise) -> bytes:
    return Sign(promise.petition, promise.version, promise.commitment).to_bytes()


def _fork_finding(sentence: str, note: str, state: Path) -> Finding:
    """Keep the other history beside the remembered one: both signed, they convict the log."""
    other = state.with_name(f"{state.name}.autre")
    _write_whole(other, note)
    return wrong(
        f"{sentence} Gardez « {state} » et « {other} » : ce sont les deux points de contrôle."
    )


def _write_whole(path: Path, text: str) -> None:
    """Write a file that is never seen half-written, even after a power cut."""
    draft = path.with_name(f"{path.name}.nouveau")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
