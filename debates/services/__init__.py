"""The steps of a debate, one function each."""

from debates.services.contributing import ITEM_KIND, contribute
from debates.services.leaving import export, take_leave
from debates.services.opening import close_debate, create_debate, edit_debate, open_debate
from debates.services.revising import revise, withdraw

__all__ = [
    "ITEM_KIND",
    "close_debate",
    "contribute",
    "create_debate",
    "edit_debate",
    "export",
    "open_debate",
    "revise",
    "take_leave",
    "withdraw",
]
