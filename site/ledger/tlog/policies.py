"""Trust policies (C2SP tlog-policy): which logs count, and which witnesses must have cosigned."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import COSIGNATURE_V1, ED25519, VerifierKey, open_note, parse_vkey
from ledger.tlog.texts import as_text, decode_number

_POLICY_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_POLICY_SPACES = re.compile("[ \t]+")


@dataclass(frozen=True)
class PolicyGroup:
    """Members, witnesses or groups, of which `threshold` must have witnessed."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """A policy as read; names have no meaning outside it.

    `quorum` names a witness or a group, or is None where none is asked for. Groups stand in the
    order of their lines, so that each one follows its members.
    """

    logs: tuple[VerifierKey, ...]
    witnesses: dict[str, VerifierKey]
    groups: dict[str, PolicyGroup]
    quorum: str | None
    urls: dict[VerifierKey, str]

    def keys(self) -> tuple[VerifierKey, ...]:
        """Return the keys of all logs and witnesses, for `open_note`."""
        return (*self.logs, *self.witnesses.values())

    def is_satisfied_by(self, cosigned: Collection[VerifierKey]) -> bool:
        """Answer whether these keys, whose cosignatures were checked, make the quorum."""
        agreeing = {name for name, key in self.witnesses.items() if key in cosigned}
        for name, group in self.groups.items():
            if len(agreeing.intersection(group.members)) >= group.threshold:
                agreeing.add(name)
        return self.quorum is None or self.quorum in agreeing


@dataclass(frozen=True)
class OpenedCheckpoint:
    """A checkpoint that a policy accepts; `times` are the Unix times its witnesses stated."""

    checkpoint: Checkpoint
    log: VerifierKey
    times: dict[VerifierKey, int]


def parse_policy(text: str | bytes) -> Policy:
    """Return the policy of a file (section Policy file syntax and structure).

    Narrower than the text in two ways: the file is UTF-8, and a log's key is Ed25519, which
    tlog-tiles asks of every public log.
    """
    whole = as_text(text)
    if _POLICY_FORBIDDEN.search(whole) or not whole.endswith("\n"):
        raise Invalid("Ces règles contiennent un caractère interdit, ou leur fin est coupée.")
    reading = _PolicyReading()
    for number, line in enumerate(whole[:-1].split("\n"), start=1):
        words = _POLICY_SPACES.split(line.strip(" \t"))
        if words[0] and not words[0].startswith("#"):
            reading.take(words, at=number)
    return reading.policy()


def open_checkpoint(note: str | bytes, policy: Policy) -> OpenedCheckpoint:
    """Return the checkpoint of `note`, signed by the log it names and by the policy's quorum."""
    opened = open_note(note, policy.keys())
    checkpoint = parse_checkpoint(opened.text)
    signers = [key for key in opened.signed_by if key in policy.logs]
    log = next((key for key in signers if key.name == checkpoint.origin), None)
    if log is None:
        raise Invalid("Le registre nommé par ce point de contrôle ne l’a pas signé.")
    if not policy.is_satisfied_by(opened.times):
        raise Invalid("Trop peu de témoins ont signé ce point de contrôle.")
    return OpenedCheckpoint(checkpoint=checkpoint, log=log, times=opened.times)


@dataclass
class _PolicyReading:
    """What the lines so far said."""

    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    groups: dict[str, PolicyGroup] = field(default_factory=dict)
    urls: dict[VerifierKey, str] = field(default_factory=dict)
    quorums: list[str] = field(default_factory=list)
    members: set[str] = field(default_factory=set)

    def take(self, words: list[str], *, at: int) -> None:
        match words:
            case ["log", vkey, *url] if len(url) <= 1:
                self._add_log(parse_vkey(vkey), url)
            case ["witness", name, vkey, *url] if len(url) <= 1:
                self._add_witness(name, parse_vkey(vkey), url)
            case ["group", name, threshold, _, *_]:
                self._add_group(name, threshold, words[3:])
            case ["quorum", name] if name == "none" or self._is_defined(name):
                self.quorums.append(name)
            case _:
                raise Invalid(f"La ligne {at} de ces règles n’est pas comprise.")

    def policy(self) -> Policy:
        if len(self.quorums) != 1:
            raise Invalid("Des règles ont exactement une ligne « quorum ».")
        return Policy(
            logs=tuple(self.logs),
            witnesses=self.witnesses,
            groups=self.groups,
            quorum=None if self.quorums == ["none"] else self.quorums[0],
            urls=self.urls,
        )

    def _is_defined(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups

    def _check_new(self, name: str) -> None:
        if name == "none" or self._is_defined(name):
            raise Invalid(f"Le nom {name} est déjà pris dans ces règles.")

    def _add_log(self, key: VerifierKey, url: list[str]) -> None:
        _check_new_key(key, self.logs)
        if key.kind != ED25519:
            raise Invalid(f"La clé du registre {key.name} n’est pas une clé de registre.")
        self.logs.append(key)
        self.urls.update((key, each) for each in url)

    def _add_witness(self, name: str, key: VerifierKey, url: list[str]) -> None:
        self._check_new(name)
        _check_new_key(key, self.witnesses.values())
        if key.kind != COSIGNATURE_V1:
            raise Invalid(f"La clé du témoin {name} n’est pas une clé de témoin.")
        self.witnesses[name] = key
        self.urls.update((key, each) for each in url)

    def _add_group(self, name: str, threshold: str, members: list[str]) -> None:
        self._check_new(name)
        for member in members:
            if not self._is_defined(member) or member in self.members:
                raise Invalid(f"Dans le groupe {name}, {member} est inconnu ou compté deux fois.")
            self.members.add(member)
        words = {"any": 1, "all": len(members)}
        needed = words[threshold] if threshold in words else decode_number(threshold)
        if not 1 <= needed <= len(members):
            raise Invalid(f"Le groupe {name} demande un nombre de témoins impossible.")
        self.groups[name] = PolicyGroup(threshold=needed, members=tuple(members))


def _check_new_key(key: VerifierKey, others: Iterable[VerifierKey]) -> None:
    """Refuse one key written twice, under whatever names: it would count twice."""
    if any(key.public == other.public for other in others):
        raise Invalid("Une même clé figure deux fois dans ces règles.")
