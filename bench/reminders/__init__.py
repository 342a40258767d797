"""Reminding about 28,000 of 100,000 open items, beside the bare limit and beside two peers."""
