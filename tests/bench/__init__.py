"""Measurements: `python3 run.py bench pages`, `python3 run.py bench sign`."""
