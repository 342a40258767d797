"""Pages of verification and evaluation."""
