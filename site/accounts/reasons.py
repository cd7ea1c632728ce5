"""Why people are asked to log in: each app says it of its own views, the log-in page repeats it."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.functional import Promise

_sentences: dict[str, "str | Promise"] = {}


def register(view: str, sentence: "str | Promise") -> None:
    """Show `sentence` to whoever logs in to come to `view`, by its name."""
    _sentences[view] = sentence


def reason_for(path: str) -> "str | Promise":
    """Return why `path`, of this site, wants a log-in; nothing where no app says so."""
    try:
        return _sentences.get(resolve(urlsplit(path).path).view_name, "")
    except Resolver404:
        return ""
