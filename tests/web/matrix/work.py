"""«Việc của tôi»: everybody has one, which may be empty."""

from rows import Row

ROWS = (
    Row("GET", "/work", "/work"),
    Row("POST", "/work/acknowledge", "/work/acknowledge", data={"act": "nothing"}),
)
