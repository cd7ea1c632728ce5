"""A line is drawn from 0, within its box, up to a number that reads well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import HEIGHT, WIDTH, line_chart


def test_a_line_goes_from_left_to_right_and_up() -> None:
    assert line_chart([0, 5, 10]).points == "0.00,40.00 50.00,20.00 100.00,0.00"


@pytest.mark.parametrize(
    ("most", "top"), [(0, 1), (7, 7), (10, 10), (11, 15), (1499, 1500), (1501, 2000), (9001, 10000)]
)
def test_the_axis_ends_at_a_number_that_reads_well(most: int, top: int) -> None:
    assert line_chart([0, most]).top == top


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=9))
def test_a_line_never_leaves_its_box(values: list[int]) -> None:
    points = [point.split(",") for point in line_chart(values).points.split()]
    assert len(points) == len(values)
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in points)
