"""Sourced facts, archived sources, public figures."""
