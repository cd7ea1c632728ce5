"""Tests of petitions and of signing."""
