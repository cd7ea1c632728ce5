"""What the operators set against abuse: rules and limits; the log tells each change, no network."""

import structlog
from django.db import IntegrityError, transaction

from petitions.errors import RuleExists
from petitions.models import AbuseRule, SigningLimit
from petitions.screening import tidy_pattern
from petitions.services import guarding

logger = structlog.get_logger(__name__)


def save_rule(
    *, subject: str, pattern: str, verdict: str, note: str, rule: AbuseRule | None = None
) -> AbuseRule:
    """Store a new rule, or change `rule`; it acts at once here, within 30 seconds elsewhere.

    Args:
        subject, verdict: of `AbuseRule.Subject`, `AbuseRule.Verdict`.
        pattern: « *.example.com », or a network: IPv4 from /8 to /24, IPv6 from /16 to /56.
        note: why, at most 200 characters.

    Raises:
        BadRule: if `pattern` names nothing that can be matched.
        RuleExists: if another rule has this pattern.
    """
    rule = rule or AbuseRule()
    rule.pattern = tidy_pattern(subject, pattern)
    rule.subject, rule.verdict, rule.note = subject, verdict, note
    _store(rule)
    # The pattern stays out: a log that names networks would name people's.
    logger.info("A rule against abuse was set.", subject=subject, verdict=verdict)
    return rule


def delete_rule(*, rule: AbuseRule) -> None:
    """Let a rule go."""
    rule.delete()
    logger.info("A rule against abuse was removed.", subject=rule.subject, verdict=rule.verdict)
    transaction.on_commit(guarding.read_again)


def save_limit(
    *, reach: str, seconds: int, wishes: int, pause: int, limit: SigningLimit | None = None
) -> SigningLimit:
    """Store a new limit, or change `limit`; it acts at once here, within 30 seconds elsewhere.

    Args:
        reach: of `SigningLimit.Reach`.
        seconds: the window, 1 to 86400.
        wishes: at least 1; those beyond it get their letter `pause` seconds (0 to 3600) later.

    Raises:
        RuleExists: if the same window is limited already.
    """
    limit = limit or SigningLimit()
    limit.reach, limit.seconds, limit.wishes, limit.pause = reach, seconds, wishes, pause
    _store(limit)
    logger.info("A limit was set.", reach=reach, seconds=seconds, wishes=wishes, pause=pause)
    return limit


def delete_limit(*, limit: SigningLimit) -> None:
    """Let a limit go."""
    limit.delete()
    logger.info("A limit was removed.", reach=limit.reach, seconds=limit.seconds)
    transaction.on_commit(guarding.read_again)


def _store(row: AbuseRule | SigningLimit) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise RuleExists from None
    transaction.on_commit(guarding.read_again)
