"""Reporting and the small acts: by whoever may file for a checkpoint, or look at it."""

from matrix_rows import SECRETARIAT, SEES_UNIT, Row

FILES = frozenset({"official", "head", "committee_secretary"}) | SECRETARIAT
ADDRESS = "2022/DV01@LT/Q2"

ROWS = (
    Row("GET", "/report/{year}/{ref:path}", f"/report/{ADDRESS}", FILES),
    Row("POST", "/report/{year}/{ref:path}", f"/report/{ADDRESS}", FILES, data={"act": "report"}),
    Row("POST", "/draft/{year}/{ref:path}", f"/draft/{ADDRESS}", FILES, data={"value": ""}),
    Row("GET", "/items-state/{year}/{ref:path}", f"/items-state/{ADDRESS}", SEES_UNIT),
    Row("GET", "/act/{year}/{ref:path}", f"/act/{ADDRESS}?act=ask_extension", FILES),
    Row("POST", "/act/{year}/{ref:path}", f"/act/{ADDRESS}", FILES, data={"act": "ask_extension"}),
    Row("POST", "/act/{year}/{ref:path}", f"/act/{ADDRESS}", SECRETARIAT, data={"act": "withdraw"}),
    Row("GET", "/cause/{year}/{ref:path}", f"/cause/{ADDRESS}", SEES_UNIT),
    Row("POST", "/cause/{year}/{ref:path}", f"/cause/{ADDRESS}", FILES, data={"act": "ask_cause"}),
    Row(
        "POST",
        "/cause/{year}/{ref:path}",
        f"/cause/{ADDRESS}",
        SECRETARIAT,
        data={"act": "refuse_cause"},
    ),
    Row("GET", "/report/{year}/{ref:path}", "/report/2022/NOTHING@LT/Q2", frozenset()),
)
