"""Pages of an item, comments on it, and why it is reminded of."""

from matrix_rows import SEES_UNIT, UNIT, Row

ROWS = (
    Row("GET", "/items/{year}/{ref:path}", "/items/2022/DV01@LT", SEES_UNIT),
    Row("GET", "/items/{year}/{ref:path}", "/items/2022/DV01@LT/Q2", SEES_UNIT),
    Row(
        "POST",
        "/comment/{year}/{ref:path}",
        "/comment/2022/DV01@LT",
        UNIT | {"secretariat", "standing_committee"},
        data={"text": ""},
    ),
    Row("GET", "/why/{year}/{ref:path}", "/why/2022/DV01@LT/Q2", SEES_UNIT),
)
