"""The page types of the site."""

from pages.models.documents import DocumentPage
from pages.models.home import HomePage
from pages.models.proposals import ProposalIndexPage, ProposalPage
from pages.models.standard import StandardPage
from pages.models.starter import StarterRecord
from pages.models.transparency import TransparencyPage

__all__ = [
    "DocumentPage",
    "HomePage",
    "ProposalIndexPage",
    "ProposalPage",
    "StandardPage",
    "StarterRecord",
    "TransparencyPage",
]
