"""The steps of moderation: a text is submitted, a case is claimed, decided, decided again."""

from moderation.services.charter import save_article
from moderation.services.deciding import claim, decide, release, reopen
from moderation.services.submitting import remove_by_author, resubmit, set_path, submit

__all__ = [
    "claim",
    "decide",
    "release",
    "remove_by_author",
    "reopen",
    "resubmit",
    "save_article",
    "set_path",
    "submit",
]
