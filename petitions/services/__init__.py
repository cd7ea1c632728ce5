"""Every step of a petition, and of signing it."""

from petitions.services.lifecycle import (
    close_petition,
    create_petition,
    edit_petition,
    open_petition,
)

__all__ = [
    "close_petition",
    "create_petition",
    "edit_petition",
    "open_petition",
]
