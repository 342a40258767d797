"""Searching work, units and people by words."""
