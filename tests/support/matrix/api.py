"""The JSON API: a cookie opens nothing, whosever it is (tests/web/api/test_api.py tries tokens)."""

from matrix_rows import Row

NOBODY = frozenset[str]()
V1 = "/api/v1"
ONE = "/assignments/2022/KND@LT"

ROWS = (
    Row("GET", f"{V1}/openapi.json", f"{V1}/openapi.json", public=True),
    Row("GET", f"{V1}/docs", f"{V1}/docs", public=True),
    *(
        Row("GET", f"{V1}/{name}", f"{V1}/{name}", NOBODY)
        for name in ("programmes", "units", "assignments", "checkpoints", "work", "register",
                     "status")
    ),
    Row("GET", f"{V1}/assignments/{{year}}/{{ref}}", f"{V1}{ONE}", NOBODY),
    Row("GET", f"{V1}/assignments/{{year}}/{{ref}}/events", f"{V1}{ONE}/events", NOBODY),
    Row("GET", f"{V1}/evaluation/{{year}}/rounds", f"{V1}/evaluation/2022/rounds", NOBODY),
    *(
        Row(
            "GET",
            f"{V1}/evaluation/{{year}}/{{period}}/{part}",
            f"{V1}/evaluation/2022/Q1/{part}",
            NOBODY,
        )
        for part in ("dossiers", "grades")
    ),
    Row(
        "GET",
        f"{V1}/evaluation/{{year}}/{{period}}/{{person}}",
        f"{V1}/evaluation/2022/Q1/CB-LT1",
        NOBODY,
    ),
    Row(
        "POST",
        f"{V1}/checkpoints/{{year}}/{{ref}}/{{label}}/acts",
        f"{V1}/checkpoints/2022/KND@LT/Q1/acts",
        NOBODY,
    ),
)  # fmt: skip
