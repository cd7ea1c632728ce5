"""Our own format of the public log, sed1: entries, commitments, receipts, counting, tallies."""
