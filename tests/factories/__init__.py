"""Rows for tests: plain functions that say the least."""
