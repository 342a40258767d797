"""Gathering nudges into messages: one a person and day, in the right hours."""
