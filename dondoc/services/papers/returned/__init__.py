"""A paper that was edited in Word and comes back: read safely, compared with rules and figures."""
