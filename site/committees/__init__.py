"""Local committees and what they defend."""
