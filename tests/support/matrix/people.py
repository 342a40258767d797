"""People, positions and committees."""

from matrix_rows import OFFICE, Row

ROWS = (
    Row("GET", "/people", "/people", OFFICE),
    Row("POST", "/people", "/people", OFFICE),
    Row("GET", "/positions/{position}", "/positions/PY-BT", OFFICE),
    Row("POST", "/positions/{position}", "/positions/PY-BT", OFFICE),
    Row("POST", "/positions/{position}/place", "/positions/PY-BT/place", OFFICE),
    Row("GET", "/people/{code}", "/people/CB-LT2", OFFICE),
    Row("POST", "/people/{code}", "/people/CB-LT2", OFFICE),
    Row("POST", "/people/{code}/take", "/people/CB-LT2/take", OFFICE),
    Row("POST", "/people/{code}/leave", "/people/CB-LT2/leave", OFFICE),
    Row("POST", "/people/{code}/move", "/people/CB-LT2/move", OFFICE),
    Row("POST", "/people/{code}/call-off", "/people/CB-LT2/call-off", OFFICE),
    Row(
        "GET",
        "/people/{code}/dates/{position}/{since}",
        "/people/CB-LT2/dates/LT-CT/2022-01-01",
        OFFICE,
    ),
    Row(
        "POST",
        "/people/{code}/dates/{position}/{since}",
        "/people/CB-LT2/dates/LT-CT/2022-01-01",
        OFFICE,
    ),
    Row("GET", "/committees", "/committees", OFFICE),
    Row("GET", "/committees/{unit_id}", "/committees/4", OFFICE),
    Row("POST", "/committees/{unit_id}", "/committees/4", OFFICE),
    Row("POST", "/committees/{unit_id}/seats", "/committees/4/seats", OFFICE),
    Row(
        "POST",
        "/committees/{unit_id}/seats/{seat_id}/end",
        "/committees/4/seats/999999/end",
        OFFICE,
    ),
)
