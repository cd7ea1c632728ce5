"""The transparency register: topics, sources, facts with their history, archived documents."""

from transparency.models.documents import ArchivedDocument
from transparency.models.facts import Fact, FactRevision
from transparency.models.sources import Source, Topic

__all__ = ["ArchivedDocument", "Fact", "FactRevision", "Source", "Topic"]
