"""The visibility of everything people publish, and why."""
