"""The verification desk: what waits there, what whoever verifies should see, and many at once."""
