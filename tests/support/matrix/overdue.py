"""The overdue board and the views that people keep of it."""

from matrix.boards import URGES
from matrix_rows import EVERYBODY, SEES_ALL, UNIT, Row

OTHERS = frozenset({"other_official", "other_committee_secretary"})
BOARDS = SEES_ALL | UNIT | OTHERS
"""Whoever sees a unit's work sees its part of the board, and nothing else of it."""

ROWS = (
    Row("GET", "/overdue", "/overdue", BOARDS),
    Row("GET", "/overdue/urge", "/overdue/urge?all=yes", URGES | OTHERS),
    Row("POST", "/overdue", "/overdue?q=LT", URGES | OTHERS),
    Row("GET", "/overdue/calls", "/overdue/calls", BOARDS),
    Row("GET", "/overdue.xlsx", "/overdue.xlsx?late=3", BOARDS),
    Row("GET", "/views", "/views"),
    Row("POST", "/views", "/views", EVERYBODY, data={"page": "overdue", "name": ""}),
    # A view is its owner's alone: of nobody's view everybody is told that it is not there.
    Row("POST", "/views/{view_id}", "/views/1", frozenset(), data={"name": "x"}),
)
