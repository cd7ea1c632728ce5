"""Tests of the project as a whole: its layout, its settings, its addresses."""
