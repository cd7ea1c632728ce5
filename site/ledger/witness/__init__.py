"""Cosign the checkpoints of logs, as long as each log only grows (C2SP tlog-witness)."""
