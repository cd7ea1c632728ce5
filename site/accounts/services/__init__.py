"""The steps of an account's life."""

from accounts.services.people import (
    choose_pseudonym,
    delete_account,
    export_account,
    find_or_create_person,
)
from accounts.services.roles import (
    are_independent,
    grant_role,
    line_since,
    revoke_role,
    sync_groups,
)
from accounts.services.second_factors import (
    codes_of,
    confirm_app,
    confirm_sheet,
    draft_sheet,
    hand_out_sheet,
    has_second_factor,
    needs_second_factor,
    remove_second_factor,
    renew_sheet,
    unused_codes,
)
from accounts.services.sessions import (
    close_other_sessions,
    close_session,
    forget_ended_sessions,
    open_session,
    sessions_of,
)

__all__ = [
    "are_independent",
    "choose_pseudonym",
    "close_other_sessions",
    "close_session",
    "codes_of",
    "confirm_app",
    "confirm_sheet",
    "delete_account",
    "draft_sheet",
    "export_account",
    "find_or_create_person",
    "forget_ended_sessions",
    "grant_role",
    "hand_out_sheet",
    "has_second_factor",
    "line_since",
    "needs_second_factor",
    "open_session",
    "remove_second_factor",
    "renew_sheet",
    "revoke_role",
    "sessions_of",
    "sync_groups",
    "unused_codes",
]
