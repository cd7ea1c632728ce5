"""Transparency logs as RFC 9162 §2.1 and C2SP write them; nothing here is this platform's own."""
