"""Evidence: the sample has no files (see tests/web/evidence/test_evidence_download.py)."""

from matrix_rows import Row

ROWS = (Row("GET", "/evidence/{file_id}", "/evidence/1", frozenset()),)
