"""Reporting: the form and its draft, one-use links, what was filed."""
