"""What can go wrong with a page."""


class NoListOfProposals(Exception):
    """The site has no list of proposals, under which what is accepted gets its page."""


class PageIsFixed(Exception):
    """The page is part of the public record or of the structure: it stays where it is."""
