"""Counting: signatures wait, are sealed by groups, and only then show."""
