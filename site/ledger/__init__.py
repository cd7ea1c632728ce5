"""The public log: what was counted, and the proof of it."""
