"""Counts and indicators of a programme, as of any day."""
