"""Searching: everybody searches what they may see."""

from rows import Row

ROWS = (Row("GET", "/search", "/search?q=dang+vien"),)
