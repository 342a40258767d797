"""Verification: what waits for it, what whoever verifies should see, and many at once."""
