"""Difficulties (khó khăn, vướng mắc): which are open, since when, and that one is removed."""
