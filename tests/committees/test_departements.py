"""The départements and their tiles."""

from committees.departements import BY_CODE


def test_every_departement_is_there_overseas_included() -> None:
    assert {"01", "2A", "2B", "75", "95", "971", "972", "973", "974", "976"} <= BY_CODE.keys()
    assert "20" not in BY_CODE


def test_no_two_tiles_share_a_square() -> None:
    squares = {(place.row, place.column) for place in BY_CODE.values()}
    assert len(squares) == len(BY_CODE)


def test_the_map_fits_its_component() -> None:
    assert all(1 <= place.row <= 13 and 1 <= place.column <= 12 for place in BY_CODE.values())
