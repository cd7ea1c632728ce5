"""Desks of the admin that are no register."""
