"""Every Wagtail page type, and the starter content."""
