"""Searching: everybody searches what they may see."""

from matrix_rows import Row

ROWS = (Row("GET", "/search", "/search?q=dang+vien"),)
