"""A year's programme: which one is meant, its working days and its scoring rules."""
