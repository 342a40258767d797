"""What somebody answers for themselves, with what waits for the drain."""
