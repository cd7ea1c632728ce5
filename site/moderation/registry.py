"""How the apps above show their texts to moderators: each kind registers one function.

`register("contribution", describe)` in the `ready()` of the app that owns the text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from moderation.models import Item


@dataclass(frozen=True)
class ItemFace:
    """What is shown of an item.

    `title` and `place` are public and hold none of the person's words: « Argument pour »,
    « La confidentialité ». `html` is the text itself, made safe, for the desk alone.
    `context_path` is where everybody reads it, or what it answers as long as it is not public.
    `author_path` is where its author alone finds it, corrects it, takes it back.
    """

    title: str
    place: str
    html: SafeString
    context_path: str
    author_path: str = ""


Describe = Callable[[Sequence[Item]], Mapping[int, ItemFace]]
_describers: dict[str, Describe] = {}


def register(kind: str, describe: Describe) -> None:
    """Have items of `kind` described by `describe(items)`: many at once, by primary key."""
    _describers[kind] = describe


def faces_of(items: Sequence[Item]) -> dict[int, ItemFace]:
    """Return the face of each item by primary key: one call for each kind."""
    faces: dict[int, ItemFace] = {}
    for kind in {item.kind for item in items}:
        alike = [item for item in items if item.kind == kind]
        described = _describers[kind](alike) if kind in _describers else {}
        faces |= {item.pk: described.get(item.pk) or _gone(item) for item in alike}
    return faces


def face_of(item: Item) -> ItemFace:
    return faces_of([item])[item.pk]


def _gone(item: Item) -> ItemFace:
    """Return the face of a text that its author took away: its decisions stay in the journal."""
    return ItemFace(title=_("Texte retiré"), place="", html=SafeString(""), context_path=item.path)
