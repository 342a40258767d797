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
    Row("GET", "/digests/{digest_id}/checkpoints", "/digests/1/checkpoints", frozenset()),
    # 404 where there is no digest; who may is tried in test_digest_life.py.
    Row("GET", "/digests/runs/{run_id}", "/digests/runs/1", frozenset()),
    Row("GET", "/digests/{digest_id}/units/{unit_id}", "/digests/1/units/1", frozenset()),
    Row(
        "GET",
        "/digests/{digest_id}/units/{unit_id}/papers/{form}.{kind}",
        "/digests/1/units/1/papers/party.docx",
        frozenset(),
    ),
    Row("POST", "/digests/{digest_id}/approve", "/digests/1/approve", frozenset()),
    Row("POST", "/digests/{digest_id}/issue", "/digests/1/issue", frozenset()),
    Row("POST", "/digests/{digest_id}/reopen", "/digests/1/reopen", frozenset()),
    Row("POST", "/digests/{digest_id}/remarks", "/digests/1/remarks", frozenset()),
    Row(
        "POST",
        "/digests/{digest_id}/remarks/{remark_id}/answer",
        "/digests/1/remarks/1/answer",
        frozenset(),
    ),
)
