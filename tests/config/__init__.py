"""Tests of the project's settings and of the demo."""
