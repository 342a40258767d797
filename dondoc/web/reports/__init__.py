"""The form of a report, and one-use links to it."""
