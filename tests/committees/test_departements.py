"""The départements and their tiles."""

from committees import tile_map
from committees.departements import BY_CODE


def test_every_departement_is_there_overseas_included() -> None:
    assert {"01", "2A", "2B", "75", "95", "971", "972", "973", "974", "976"} <= BY_CODE.keys()
    assert "20" not in BY_CODE


def test_no_two_tiles_share_a_square() -> None:
    squares = {(place.row, place.column) for place in BY_CODE.values()}
    assert len(squares) == len(BY_CODE)


def test_the_map_fits_a_telephone() -> None:
    assert tile_map.COLUMNS <= 13
    assert all(place.row >= 1 and place.column >= 1 for place in BY_CODE.values())
