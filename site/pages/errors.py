"""What can go wrong with a page."""


class PageIsFixed(Exception):
    """The page is part of the public record or of the structure: it stays where it is."""
