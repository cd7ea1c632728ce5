"""The demo: the whole platform on this machine, under one supervising process."""
