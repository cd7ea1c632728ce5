"""Check a public log without trusting who serves it: receipts, counts, history, figures."""
