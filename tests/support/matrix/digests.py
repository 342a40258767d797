"""Quarterly digests; none is kept in the sample, so opening one is tried in its own tests."""

from matrix_rows import SECRETARIAT, SEES_ALL, Row

ROWS = (
    Row("GET", "/digests", "/digests", SEES_ALL),
    Row("POST", "/digests", "/digests", SECRETARIAT, data={"quarter": "soon"}),
    # 404 for those who see everything, 403 for the others (test_digests_page.py).
    Row("GET", "/digests/{digest_id}", "/digests/1", frozenset()),
    Row("GET", "/digests/{digest_id}/paper.{kind}", "/digests/1/paper.html", frozenset()),
    Row(
        "GET",
        "/digests/{digest_id}/papers/{form}.{kind}",
        "/digests/1/papers/party.docx",
        frozenset(),
    ),
)
