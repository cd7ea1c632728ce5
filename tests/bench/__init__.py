"""Measurements: `python3 run.py bench NAME`, one module each."""
