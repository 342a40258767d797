"""Deciding that somebody is to be reminded: reasons, the scan, and by hand."""
