"""Evidence: the sample has no files; who may have one is in tests/web/test_evidence_download.py."""

from rows import Row

ROWS = (Row("GET", "/evidence/{file_id}", "/evidence/1", frozenset()),)
