"""Tests of the app `committees`."""
