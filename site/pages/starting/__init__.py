"""Lay down the starter content: once, and never over what an editor changed."""
