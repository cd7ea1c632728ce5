"""Keys are files; destroyed is for ever."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from core import keys
from core.errors import KeyIsLost, Unreadable

DAY = date(2026, 3, 5)


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


def test_a_day_has_one_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    assert keys.day_key(DAY) == keys.day_key(DAY)
    assert keys.day_key(DAY) != keys.day_key(date(2026, 3, 6))
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys/day-2026-03-05.key").stat().st_mode) == 0o600


def test_processes_that_need_a_new_key_at_once_get_the_same() -> None:
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: keys.day_key(DAY), range(64)))
    assert len(found) == 1


def test_no_unfinished_file_stays_behind(tmp_path: Path) -> None:
    keys.named_key("follows")
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["named-follows.key"]


def test_the_key_of_a_petition_is_made_once_and_never_on_use() -> None:
    with pytest.raises(KeyIsLost, match="petition-7"):
        keys.petition_key(7)
    keys.make_petition_key(7)
    key = keys.petition_key(7)
    keys.make_petition_key(7)
    assert keys.petition_key(7) == key


def test_a_destroyed_key_never_comes_back() -> None:
    keys.make_petition_key(7)
    keys.destroy("petition-7")
    keys.destroy("petition-7")
    for act in [keys.petition_key, keys.make_petition_key]:
        with pytest.raises(Unreadable):
            act(7)


def test_destroying_a_key_destroys_the_copy_that_a_killed_process_left(tmp_path: Path) -> None:
    keys.make_petition_key(7)
    key = keys.petition_key(7)
    (tmp_path / "keys/.petition-7.key.0123456789abcdef").write_bytes(key)
    keys.destroy("petition-7")
    assert all(key not in path.read_bytes() for path in (tmp_path / "keys").iterdir())


def test_days_with_a_key_forget_destroyed_ones() -> None:
    for day in (date(2026, 3, 6), DAY):
        keys.day_key(day)
    keys.destroy(keys.day_key_name(DAY))
    assert keys.days_with_a_key() == [date(2026, 3, 6)]


def test_sealed_bytes_open_in_their_own_row_only() -> None:
    key = keys.day_key(DAY)
    sealed = keys.seal(b"ada@example.org", key=key, bound_to=b"row 1")
    assert keys.unseal(sealed, key=key, bound_to=b"row 1") == b"ada@example.org"
    with pytest.raises(Unreadable):
        keys.unseal(sealed, key=key, bound_to=b"row 2")


@pytest.mark.parametrize("position", [0, 11, 12, 20, -1])
def test_one_changed_byte_makes_sealed_bytes_unreadable(position: int) -> None:
    key = keys.day_key(DAY)
    sealed = bytearray(keys.seal(b"ada@example.org", key=key, bound_to=b""))
    sealed[position] ^= 1
    with pytest.raises(Unreadable):
        keys.unseal(bytes(sealed), key=key, bound_to=b"")


@pytest.mark.parametrize("sealed", [b"", b"short", b"x" * 12, b"x" * 27])
def test_what_was_never_sealed_is_unreadable(sealed: bytes) -> None:
    with pytest.raises(Unreadable):
        keys.unseal(sealed, key=keys.day_key(DAY), bound_to=b"")


def test_the_same_words_never_look_the_same_sealed() -> None:
    key = keys.day_key(DAY)
    assert keys.seal(b"x", key=key, bound_to=b"") != keys.seal(b"x", key=key, bound_to=b"")


def test_parts_of_a_tag_cannot_slide_into_each_other() -> None:
    key = keys.named_key("follows")
    assert keys.keyed_tag(key, b"ab", b"c") != keys.keyed_tag(key, b"a", b"bc")
    assert keys.keyed_tag(key, b"abc") != keys.keyed_tag(key, b"abc", b"")
