"""Random lives of a petition, told by the tallies that would have been published."""

from collections import Counter
from random import Random

from ledger.sed1.tallies import Cell, CellKey, TallyFile, TallyState, cell_order, parse_tally, take

PLACES: list[CellKey] = [("2A", 1), ("48", 1), ("48", 2), ("07", 1), ("976", 4), ("00", 1)]


class Publisher:
    """Signatures come and go; now and then a tally is published and checked."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.state = TallyState()
        self.published: list[bytes] = []
        self.live: list[CellKey] = []
        self.waiting: dict[CellKey, list[bytes]] = {}
        self.leaving: Counter[CellKey] = Counter()
        self.signed = 0

    def sign(self, place: CellKey) -> None:
        self.signed += 1
        self.live.append(place)
        self.waiting.setdefault(place, []).append(self.random.randbytes(32))

    def withdraw(self) -> None:
        """Somebody leaves, placed or not: what waits keeps waiting, and a removal joins it."""
        place = self.live.pop(self.random.randrange(len(self.live)))
        self.leaving[place] += 1

    def publish(self, day: int) -> TallyFile:
        """Publish what may be, and read it back."""
        plus = take({place: len(geos) for place, geos in self.waiting.items()})
        room = Counter(self.state.cells)
        room.update(plus)
        minus = take(self.leaving, room=room)
        cells = tuple(
            self._cell(place, plus.get(place, 0), minus.get(place, 0))
            for place in sorted(plus.keys() | minus.keys(), key=cell_order)
        )
        last = self.state.last
        tally = TallyFile(
            petition=7,
            day=day,
            size=self.signed + day,
            previous=last.digest() if last else bytes(32),
            active=len(self.live),
            placed=(last.placed if last else 0) + sum(plus.values()),
            gone=(last.gone if last else 0) + sum(minus.values()),
            waiting=sum(map(len, self.waiting.values())),
            leaving=self.leaving.total(),
            cells=cells,
        )
        self.published.append(tally.to_bytes())
        self.state.add(parse_tally(self.published[-1]))
        return tally

    def _cell(self, place: CellKey, plus: int, minus: int) -> Cell:
        self.random.shuffle(self.waiting.setdefault(place, []))
        geos, self.waiting[place] = self.waiting[place][:plus], self.waiting[place][plus:]
        self.leaving[place] -= minus
        return Cell(*place, plus, minus, tuple(sorted(geos)))


def random_history(seed: int) -> list[TallyFile]:
    """Live a petition of up to eight published days; return its tallies, parsed again."""
    random = Random(seed)  # noqa: S311
    publisher = Publisher(random)
    places = random.sample(PLACES, random.randint(1, len(PLACES)))
    crowd, leavers = random.choice([3, 12, 40]), random.choice([0.0, 0.2, 0.9])
    day = 20_000
    for _ in range(random.randint(2, 8)):
        day += random.randint(1, 9)
        for _ in range(random.randint(0, crowd)):
            publisher.sign(random.choice(places))
            if publisher.live and random.random() < leavers:
                publisher.withdraw()
        publisher.publish(day)
    return [parse_tally(data) for data in publisher.published]
