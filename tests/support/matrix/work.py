"""«Việc của tôi»: everybody has one, which may be empty."""

from matrix_rows import Row

ROWS = (
    Row("GET", "/work", "/work"),
    Row("POST", "/acknowledge", "/acknowledge", data={"act": "nothing"}),
)
