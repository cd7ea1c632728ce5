"""Commands of the transparency register."""
