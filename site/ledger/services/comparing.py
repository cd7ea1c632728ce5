"""What the database and the published files hold beside the tree, compared with its entries."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from ledger import store
from ledger.errors import Damaged
from ledger.models import Entry, LogObject, TallyCell, TallyFile
from ledger.policy import configured_policy
from ledger.sed1.entries import KeyState, KeyUse, Kind, Tally, parse_entry
from ledger.sed1.tallies import parse_tally
from ledger.services.guarding import read_mark
from ledger.services.publishing import NAMES_AN_OBJECT, object_path, tally_path
from ledger.services.regrowing import Regrowth
from ledger.services.signing import key_history, known_verifiers, origin, verifier_of
from ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from ledger.tlog.errors import Invalid
from ledger.tlog.hashing import HASH_BYTES
from ledger.tlog.notes import VerifierKey, open_note, parse_note
from ledger.tlog.tiles import TILE_WIDTH, bundle_path, encode_bundle, tile_path, tile_width


class PublishedLog:
    """The published files, up to the size of their checkpoint: beyond, nothing is served.

    Every check raises Damaged.
    """

    def __init__(self, *, unsigned: int | None = None) -> None:
        """Read what was signed.

        Args:
            unsigned: the size of the published files while no checkpoint tells it, 0 to leave
                them out.
        """
        self._said: list[tuple[str, Checkpoint]] = []
        self.size = unsigned or 0
        note = store.read(store.CHECKPOINT) if unsigned is None else None
        try:
            mark = read_mark()
            signed = None if note is None else parse_checkpoint(_checked_text(note))
        except Invalid as error:
            raise Damaged(f"The checkpoint or the high-water mark is damaged: {error}") from None
        if mark:
            self._said.append(("high-water mark", mark))
        if signed:
            self._said.append(("published checkpoint", signed))
            self.size = signed.size
            _check_signers(note or b"", size=signed.size)

    def check_size(self, size: int) -> None:
        """Check that a database of `size` entries has all that was signed."""
        for where, said in self._said:
            if said.size > size or said.origin != origin():
                raise Damaged(f"The {where} is not one of this database of {size} entries.")

    def check_roots(self, before: int, tree: Regrowth) -> None:
        """Check what was signed of the sizes above `before`, up to that of `tree`."""
        for where, said in self._said:
            if before < said.size <= tree.size and said.root != tree.root_at(said.size):
                raise Damaged(f"The {where} has another root than its {said.size} entries.")

    def check_bundle(self, number: int, bodies: Sequence[bytes]) -> None:
        """Check the published bundle of these entries."""
        width = min(len(bodies), self.size - number * TILE_WIDTH)
        if width > 0:
            content = encode_bundle(bodies[:width])
            _check_growing(bundle_path(number), content, width=width)

    def check_tile(self, level: int, number: int, hashes: bytes) -> None:
        """Check the published tile of these hashes."""
        width = tile_width(level, number, self.size)
        if width:
            content = hashes[: width * HASH_BYTES]
            _check_growing(tile_path(level, number), content, width=width)


def check_named(first: int, bodies: Sequence[bytes], *, published: int) -> int:
    """Check objects and figures that entries from index `first` on name by their hash.

    Args:
        published: the size of the published log.

    Returns:
        How many of the objects were erased.

    Raises:
        Damaged: if one is lost, or has another hash, in the database or as it is published.
    """
    named = {body[-HASH_BYTES:]: i for i, body in enumerate(bodies, first) if _names(body)}
    held = {
        bytes(row.digest): bytes(row.body)
        for row in LogObject.objects.filter(digest__in=list(named))
    }
    for digest, index in named.items():
        content = held.get(digest)
        if content is None or content not in (store.ERASED, _hashed_to(digest, content)):
            raise Damaged(f"Object {digest.hex()} is not in the database as its hash says.")
        if index < published:
            _check_file(object_path(digest), content)
    for index, body in enumerate(bodies, first):
        if body[0] == Kind.TALLY:
            _check_tally(body, is_published=index < published)
    return sum(content == store.ERASED for content in held.values())


def check_cells() -> None:
    """Check that what is shown by département is the sum of all files; raise Damaged if not."""
    sums: Counter[tuple[int, str, int]] = Counter()
    for row in TallyFile.objects.iterator():
        for cell in parse_tally(bytes(row.body)).cells:
            sums[row.petition, cell.area, cell.level] += cell.plus - cell.minus
    for shown in TallyCell.objects.all():
        if shown.held != sums.pop((shown.petition, shown.area, shown.level), 0):
            raise Damaged(f"Petition {shown.petition} does not show its files for {shown.area}.")
    if any(sums.values()):
        raise Damaged("A département that the files have is not shown.")


def _names(body: bytes) -> bool:
    return body[0] in NAMES_AN_OBJECT


def _hashed_to(digest: bytes, content: bytes) -> bytes | None:
    return content if sha256(content).digest() == digest else None


def _check_tally(body: bytes, *, is_published: bool) -> None:
    tally = Tally.from_bytes(body)
    row = TallyFile.objects.filter(petition=tally.petition, day=tally.day).first()
    if row is None or sha256(bytes(row.body)).digest() != tally.file_hash:
        figures = f"petition {tally.petition}, day {tally.day}"
        raise Damaged(f"The figures of {figures}, are not in the database as their hash says.")
    if is_published:
        _check_file(tally_path(tally.petition, tally.day), bytes(row.body))


def _check_growing(full: str, content: bytes, *, width: int) -> None:
    """Check the widest file of a tile or bundle; what was never signed may follow in it."""
    found = store.widest(full, at_least=width)
    is_same = found and (found[0] == content if found[1] == width else found[0].startswith(content))
    if not is_same:
        raise Damaged(f"The published {full} differs from its entries, or is missing.")


def _check_file(path: str, content: bytes) -> None:
    if store.read(path) != content:
        raise Damaged(f"The published {path} differs from the database, or is missing.")


def _checked_text(note: bytes) -> str:
    """Return the text of the published note; raise Invalid if a known key did not sign it."""
    policy = configured_policy()
    witnesses = policy.witnesses.values() if policy else ()
    return open_note(note, [*known_verifiers(KeyUse.CHECKPOINT), *witnesses]).text


def _check_signers(note: bytes, *, size: int) -> None:
    """Check that each key that had begun signed, and that nobody else did under our name."""
    ours = [each for each in parse_note(note).signatures if each.name == origin()]
    known = {key.key_id for key in known_verifiers(KeyUse.CHECKPOINT)}
    signers = {each.key_id for each in ours}
    if not signers <= known or not {key.key_id for key in _must_sign(size)} <= signers:
        raise Damaged("The published checkpoint does not bear the signatures of the log's keys.")


def _must_sign(size: int) -> list[VerifierKey]:
    """Return the keys that began among the first `size` entries and have not ended since."""
    begun = Entry.objects.sealed().filter(kind=Kind.KEY, index__lt=size)
    before = {parse_entry(bytes(row.body)) for row in begun}
    history = [key for _, key in key_history(KeyUse.CHECKPOINT)]
    ended = {key.public for key in history if key.state == KeyState.ENDS}
    return [
        verifier_of(KeyUse.CHECKPOINT, key.public)
        for key in history
        if key in before and key.state == KeyState.BEGINS and key.public not in ended
    ]
