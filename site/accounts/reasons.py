"""Why people are asked to log in: each app says it of its own views, the log-in page repeats it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.functional import Promise

type Sentence = str | Promise
_sentences: dict[str, Sentence | Callable[..., Sentence]] = {}


def register(view: str, sentence: Sentence | Callable[..., Sentence]) -> None:
    """Show `sentence` to whoever logs in to come to `view`, by its name.

    Args:
        sentence: the words, or what makes them of the arguments in the address of the view.
    """
    _sentences[view] = sentence


def reason_for(path: str) -> Sentence:
    """Return why `path`, of this site, wants a log-in; nothing where no app says so."""
    try:
        wanted = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    sentence = _sentences.get(wanted.view_name, "")
    return sentence(**wanted.kwargs) if callable(sentence) else sentence
