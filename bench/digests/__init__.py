"""Digests of a year that was worked at: what fills the database, and what is measured."""
