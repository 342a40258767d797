"""Checking a plan that was read: every problem with its cell, and how to mend it."""
