"""Tests of the app `transparency`."""
