"""The witnesses that the operator chose: the tlog-policy file that LEDGER_POLICY names."""

from pathlib import Path

from django.conf import settings

from ledger.tlog.policies import Policy, parse_policy


def configured_policy() -> Policy | None:
    """Return the policy that the operator chose, None without one.

    Raises:
        Invalid: if the file is malformed.
        OSError: if it cannot be read.
    """
    if not settings.LEDGER_POLICY:
        return None
    return parse_policy(Path(settings.LEDGER_POLICY).read_bytes())
