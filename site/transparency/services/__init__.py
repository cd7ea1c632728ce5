"""Steps in the life of facts, sources, topics and archived documents."""

from transparency.services.archiving import archive_document
from transparency.services.cataloguing import record_source, revise_source, save_topic
from transparency.services.facts import (
    FactContent,
    publish_fact,
    record_fact,
    revise_fact,
    withdraw_fact,
)

__all__ = [
    "FactContent",
    "archive_document",
    "publish_fact",
    "record_fact",
    "record_source",
    "revise_fact",
    "revise_source",
    "save_topic",
    "withdraw_fact",
]
