"""Urging many on at once: whom it would reach, doing it row by row, and whom it reached."""
