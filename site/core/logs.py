"""Logs as one line of JSON each, without anything that tells one person from another."""

import re
from typing import Any

import structlog
from structlog.types import EventDict, WrappedLogger

# Addresses of letters, networks, secrets in an address (a long segment with a digit or a capital:
# slugs have neither, or are shorter), what was typed in a query, and rows quoted by PostgreSQL.
PERSONAL = [
    (re.compile(r"[^\s<>\"'(),;:=]+@[^\s<>\"'(),;]+"), "[address]"),
    (re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"), "[network]"),
    (re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])", re.I), "[network]"),
    (re.compile(r"(?<=/)(?=[^/\s]*[A-Z0-9])[A-Za-z0-9_=:-]{20,}"), "[secret]"),
    (re.compile(r"\?[^\s\"']+=[^\s\"']*"), "?[query]"),
    (re.compile(r"DETAIL:.*"), "DETAIL: [row]"),
]


def without_personal_data(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replace personal data in every text of a log entry (a structlog processor)."""
    return {key: scrubbed(value) for key, value in event.items()}


def scrubbed(value: Any) -> Any:
    """Return `value` with its personal data replaced; numbers and truths as they are."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    for pattern, replacement in PERSONAL:
        text = pattern.sub(replacement, text)
    return text


def logging_settings(level: str = "INFO") -> dict[str, Any]:
    """Return Django's LOGGING: everything to standard error, one JSON object a line."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "core.logs.json_formatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        # Django's own handlers would print and mail the request, with all that was typed.
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": level},
            # One line for each tick of the clock would hide the rest.
            "celery.app.trace": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }


def join_our_own_lines() -> None:
    """Let what structlog is told go the way of every other line, scrubbed as they are."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def json_formatter() -> Any:
    """Return the formatter that `logging_settings` names."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_personal_data,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
