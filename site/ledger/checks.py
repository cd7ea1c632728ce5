"""What the platform refuses to start with: witnesses that could never be asked."""

from typing import Any

from django.core.checks import Error

from ledger.policy import configured_policy
from ledger.tlog.errors import Invalid


def check_policy(**_: Any) -> list[Error]:
    """Read the file that LEDGER_POLICY names, if any."""
    try:
        configured_policy()
    except (Invalid, OSError) as error:
        return [Error(f"LEDGER_POLICY cannot be read: {error}", id="ledger.E001")]
    return []
