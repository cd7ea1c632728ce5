"""What every parser is tried with: nearly right bytes, and one form for each value."""

from collections.abc import Callable

from hypothesis import strategies as st

from ledger.tlog.errors import Invalid


# The same few bytes broken everywhere find more than random ones.
def broken(data: bytes) -> st.SearchStrategy[bytes]:
    """Draw `data` with a piece replaced by another."""
    return st.builds(
        lambda start, length, piece: data[:start] + piece + data[start + length :],
        st.integers(0, len(data)),
        st.integers(0, 3),
        st.binary(max_size=3),
    )


def is_one_form(
    parse: Callable[[bytes], object], write: Callable[[object], bytes], data: bytes
) -> None:
    """Check that `data` is refused with Invalid, or written again as it was."""
    try:
        found = parse(data)
    except Invalid:
        return
    assert write(found) == data
