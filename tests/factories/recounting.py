"""The public log, counted again by anybody: what `/registre/` holds, and nothing of ours."""

from ledger import store
from ledger.sed1.counting import Recount
from ledger.services import publish, seal
from ledger.tlog.tiles import TILE_WIDTH, bundle_path, decode_bundle
from petitions.figures import count_of
from petitions.models import Petition
from tests.factories.petitions import NOW


def recounted() -> Recount:
    """Seal what waits, publish, and count every published entry."""
    seal(at=NOW)
    publish()
    published = store.published_checkpoint()
    entries: list[bytes] = []
    for number in range(-(-(published.size if published else 0) // TILE_WIDTH)):
        found = store.widest(bundle_path(number), at_least=1)
        assert found is not None
        entries += decode_bundle(found[0])
    recount = Recount(read_entry=entries.__getitem__, strict=True)
    for index, entry in enumerate(entries):
        recount.feed(index, entry)
    return recount


def online(petition: Petition) -> int:
    """Return the public count of `petition`, once a recount of the log says the same."""
    recount = recounted()
    assert recount.faults == []
    shown = count_of(petition).online
    counted = recount.petitions.get(petition.pk)
    assert shown == (counted.online if counted else 0)
    return shown
