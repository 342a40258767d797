"""Papers to take along."""
