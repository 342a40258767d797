"""Inviting people who have no account, one by one or all at once."""
