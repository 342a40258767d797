"""Routes of the frame: the front door, health, files of our own, unsubscribing."""

from matrix_rows import Row

ROWS = (
    Row("GET", "/", "/"),
    Row("GET", "/health", "/health", public=True),
    Row("GET", "/static/{version}/{name}", "/static/x/style.css", public=True),
    Row("GET", "/language/{lang}", "/language/en", public=True),
)
