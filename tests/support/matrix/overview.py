"""The Standing Committee's page, and figures for whoever watches the server."""

from matrix_rows import SEES_ALL, Row

ROWS = (
    Row("GET", "/overview", "/overview", SEES_ALL),
    # From this machine or with the token of the settings: no role opens it (test_metrics.py).
    Row("GET", "/metrics", "/metrics", frozenset()),
)
