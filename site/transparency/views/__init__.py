"""The pages of the transparency register."""
