"""Who people are here: log-in by mailed code, roles with a scope."""
