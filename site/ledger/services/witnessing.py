"""Ask witnesses to cosign a checkpoint: all at once, none for long (C2SP tlog-witness)."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

import requests
import structlog

from ledger.policy import configured_policy
from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import VerifierKey, open_note, parse_note
from ledger.tlog.policies import Policy
from ledger.tlog.texts import as_text, decode_number, encode_base64

log = structlog.get_logger(__name__)

BUDGET_SECONDS = 2.0
REPLY_BYTES_MAX = 2**16
_CONTRADICTED = "it does not find that this state extends the one that it saw"

# What each witness last told this process: it saves a question, and proves nothing (`witnessed`).
_told: dict[VerifierKey, int] = {}
# Who is being asked: a witness whose reply never ends holds one thread, not one a question.
_busy: set[VerifierKey] = set()


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The last checkpoint of our log that a witness shows, signed by us and by it."""

    witness: VerifierKey
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Sightings:
    """What witnesses show of our log, and which of them did not answer.

    To have seen nothing of it is an answer; an error, or a state that nobody signed, is none.
    """

    shown: tuple[Witnessed, ...]
    silent: frozenset[VerifierKey]


@dataclass(frozen=True, slots=True)
class _Question:
    """One HTTP request; without a body it is a GET."""

    url: str
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Reply:
    """A whole answer over HTTP; status 0 if none came, and why in `body`."""

    status: int
    body: bytes


def cosignatures(
    note: str,
    *,
    size: int,
    proof_from: Callable[[int], list[bytes]],
    policy: Policy | None = None,
) -> list[str]:
    """Return the valid cosignature lines that witnesses give within two seconds.

    A witness that is down, slow or wrong is logged and left out. One that says that it stands at
    another size is asked once more from there.

    Args:
        note: the checkpoint's note, signed by the log.
        size: of that checkpoint.
        proof_from: gives the consistency proof from a size above zero and below `size`; it is
            called in the caller's thread.
        policy: names the witnesses and their URLs; by default that of LEDGER_POLICY.
    """
    urls = _urls(policy or configured_policy())
    deadline = monotonic() + BUDGET_SECONDS

    def submit(old_sizes: Mapping[VerifierKey, int]) -> tuple[list[str], dict[VerifierKey, int]]:
        questions = {
            key: _Question(f"{urls[key]}/add-checkpoint", _submission(note, old, size, proof_from))
            for key, old in old_sizes.items()
        }
        replies = _replies(questions, deadline=deadline)
        return _sort_out(replies, old_sizes=old_sizes, note=note, size=size)

    lines, told = submit({key: min(_told.get(key, 0), size) for key in urls})
    more, _ = submit(told)
    return [*lines, *more]


def witnessed(*, log_keys: Collection[VerifierKey], policy: Policy | None = None) -> Sightings:
    """Return what each reachable witness can show that we signed, within two seconds.

    This is the high-water mark that no restored backup can lower. A witness cannot raise it by
    lying, for the checkpoint must bear the signature of one of `log_keys` as well as its own.
    """
    urls = _urls(policy or configured_policy())
    [origin] = {key.name for key in log_keys}
    address = f"{sha256(origin.encode()).hexdigest()}/checkpoint"
    questions = {key: _Question(f"{url}/{address}") for key, url in urls.items()}
    shown, silent = [], set(urls)
    for key, reply in _replies(questions, deadline=monotonic() + BUDGET_SECONDS):
        if reply.status == requests.codes.ok:
            try:
                checkpoint = _checkpoint_shown(reply.body, key, log_keys)
            except Invalid as error:
                _warn(key, str(error))
            else:
                shown.append(Witnessed(key, checkpoint))
                silent.discard(key)
        elif reply.status == requests.codes.not_found:
            silent.discard(key)
        else:
            _warn(key, _failure(reply))
    return Sightings(tuple(shown), frozenset(silent))


def told_sizes() -> dict[VerifierKey, int]:
    """Return the size of our log that each witness last told this process.

    Anyone can tell a number: one that is larger than our log is a reason to ask `witnessed`.
    """
    return dict(_told)


def _urls(policy: Policy | None) -> dict[VerifierKey, str]:
    """Return where each witness of a policy is asked; one without URL is not."""
    if policy is None:
        return {}
    keys = policy.witnesses.values()
    return {key: policy.urls[key].rstrip("/") for key in keys if key in policy.urls}


def _submission(note: str, old: int, size: int, proof_from: Callable[[int], list[bytes]]) -> bytes:
    """Return the body of add-checkpoint for a witness that stands at `old`."""
    proof = proof_from(old) if 0 < old < size else []
    lines = [f"old {old}", *map(encode_base64, proof), "", note]
    return "\n".join(lines).encode()


def _sort_out(
    replies: Iterator[tuple[VerifierKey, _Reply]],
    *,
    old_sizes: Mapping[VerifierKey, int],
    note: str,
    size: int,
) -> tuple[list[str], dict[VerifierKey, int]]:
    """Return the cosignature lines, and the sizes told instead; log the rest.

    Two roots at one size are a 422 since July 2026; witnesses of version 1.0.0 answer 409, which
    otherwise tells where they stand. Told what we knew, we do not ask again.
    """
    lines, told = [], {}
    for key, reply in replies:
        try:
            if reply.status == requests.codes.ok:
                lines.append(_cosignature(note, key, reply.body))
                _told[key] = size
            elif reply.status == requests.codes.conflict:
                stands_at = _told[key] = decode_number(as_text(reply.body).removesuffix("\n"))
                if stands_at == old_sizes[key]:
                    _warn(key, _CONTRADICTED)
                elif stands_at > size:
                    _warn(key, f"it claims to have seen {stands_at} entries, not {size}")
                else:
                    told[key] = stands_at
            elif reply.status == requests.codes.unprocessable_entity:
                _warn(key, _CONTRADICTED)
            else:
                _warn(key, _failure(reply))
        except Invalid as error:
            _warn(key, str(error))
    return lines, told


def _cosignature(note: str, key: VerifierKey, body: bytes) -> str:
    """Return the one line of `key` among those that a witness gave, checked, or raise Invalid."""
    whole = f"{note}{as_text(body)}"
    given = parse_note(whole)
    # Another text, that the witness may well have signed, would make its line wrong under ours.
    if given.text != parse_note(note).text or not open_note(whole, [key]).times.get(key):
        raise Invalid("La réponse de ce témoin n’est pas une signature datée de cet état.")
    lines = [
        each for each in given.signatures if (each.name, each.key_id) == (key.name, key.key_id)
    ]
    return lines[0].line()


def _checkpoint_shown(
    body: bytes, key: VerifierKey, log_keys: Collection[VerifierKey]
) -> Checkpoint:
    opened = open_note(body, [key, *log_keys])
    if key not in opened.signed_by or not set(opened.signed_by) & set(log_keys):
        raise Invalid("Ce témoin montre un état que lui ou le registre n’a pas signé.")
    return parse_checkpoint(opened.text)


def _replies(
    questions: Mapping[VerifierKey, _Question], *, deadline: float
) -> Iterator[tuple[VerifierKey, _Reply]]:
    """Ask all at once; yield each witness's reply as it comes, until `deadline`."""
    replies: SimpleQueue[tuple[VerifierKey, _Reply]] = SimpleQueue()

    def ask(key: VerifierKey, question: _Question) -> None:
        try:
            replies.put((key, _reply(question, seconds=max(0.1, deadline - monotonic()))))
        finally:
            _busy.discard(key)

    waiting = set(questions) - _busy
    for key in questions.keys() & _busy:
        _warn(key, "it has not finished its last reply")
    for key in waiting:
        _busy.add(key)
        Thread(target=ask, args=(key, questions[key]), daemon=True).start()
    while waiting:
        try:
            key, reply = replies.get(timeout=max(0, deadline - monotonic()))
        except Empty:
            for key in waiting:
                _warn(key, "it is too slow")
            return
        waiting.discard(key)
        yield key, reply


def _reply(question: _Question, *, seconds: float) -> _Reply:
    """Return what one HTTP request brings; nothing that a server does raises anything."""
    body = bytearray()
    try:
        with requests.request(
            "GET" if question.body is None else "POST",
            question.url,
            data=question.body,
            headers={"Content-Type": "text/plain; charset=utf-8"},
            timeout=seconds,
            allow_redirects=False,
            stream=True,
        ) as response:
            for chunk in response.iter_content(REPLY_BYTES_MAX):
                body += chunk
                if len(body) > REPLY_BYTES_MAX:
                    return _Reply(0, b"it answers too much")
            return _Reply(response.status_code, bytes(body))
    except requests.RequestException as error:
        return _Reply(0, type(error).__name__.encode())


def _failure(reply: _Reply) -> str:
    return f"it answers {reply.status}" if reply.status else reply.body.decode()


def _warn(key: VerifierKey, why: str) -> None:
    log.warning("a witness is of no help", witness=key.name, why=why)
