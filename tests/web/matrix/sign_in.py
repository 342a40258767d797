"""Signing in and out."""

from rows import Row

ROWS = (
    Row("GET", "/sign-in", "/sign-in", public=True),
    Row("POST", "/sign-in", "/sign-in", public=True),
)
