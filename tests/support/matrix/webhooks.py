"""Where other programs are told what moved."""

from matrix_rows import OFFICE, Row

ROWS = (
    Row("GET", "/webhooks", "/webhooks", OFFICE),
    Row("POST", "/webhooks", "/webhooks", OFFICE, data={"name": "x", "url": "ftp://x"}),
    # There is no such address: 404 for the office, 403 for the others (test_webhooks.py).
    Row("POST", "/webhooks/{webhook_id}/{act}", "/webhooks/999999/stop", frozenset()),
)
