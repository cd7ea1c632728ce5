"""Public pages of debates, and the private ones where people write."""
