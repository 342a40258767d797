"""Boards of units, and urging by hand."""

from matrix_rows import SEES_UNIT, Row

URGES = frozenset({"official", "head", "committee_secretary", "secretariat", "standing_committee"})

ROWS = (
    Row(
        "GET",
        "/boards",
        "/boards",
        SEES_UNIT | {"other_official", "other_committee_secretary"},
    ),
    Row("GET", "/boards/{unit_id}", "/boards/4", SEES_UNIT),
    Row("GET", "/nudge/{year}/{ref:path}", "/nudge/2022/DV01@LT/Q2", URGES),
    Row("POST", "/nudge/{year}/{ref:path}", "/nudge/2022/DV01@LT/Q2", URGES, data={"to": ""}),
)
