"""How one is reminded: everybody's own; others' only for the secretariat."""

from matrix_rows import OFFICE, SECRETARIAT, Row

OTHER = {"person": "CB-TTTU2", "which": "99", "start": "x", "end": "x"}

ROWS = (
    Row("GET", "/me/file", "/me/file"),
    Row("GET", "/me/file.zip", "/me/file.zip"),
    Row("POST", "/me/file", "/me/file", data={"kind": "correct"}),
    # 404 for everybody: the sample has no request (tests/web/personal_data/).
    Row("POST", "/me/file/requests/{request_id}", "/me/file/requests/1", frozenset()),
    Row(
        "GET",
        "/me/file/requests/{request_id}/evidence",
        "/me/file/requests/1/evidence",
        frozenset(),
    ),
    Row("GET", "/file-requests", "/file-requests", OFFICE),
    Row("POST", "/file-requests", "/file-requests", OFFICE, data={"kept": "x"}),
    Row("POST", "/file-requests/{request_id}", "/file-requests/1", frozenset()),
    Row("GET", "/settings", "/settings"),
    Row("GET", "/settings", "/settings?person=CB-TTTU2", SECRETARIAT),
    Row("POST", "/settings/quiet", "/settings/quiet", data={"quiet": "own", "hours": "x"}),
    Row("POST", "/settings/telephone", "/settings/telephone", data={"telephone": "x"}),
    Row("POST", "/settings/weekly", "/settings/weekly", data={"weekday": "6"}),
    Row("POST", "/settings/digests", "/settings/digests", data={"digests": "x"}),
    Row("POST", "/settings/mute", "/settings/mute", data={"optional": "x"}),
    Row("POST", "/settings/pause", "/settings/pause", data={"start": "x"}),
    Row("POST", "/settings/pause", "/settings/pause", SECRETARIAT, data=OTHER),
    Row("POST", "/settings/resume", "/settings/resume", data={"x": "x"}),
    Row("POST", "/settings/resume", "/settings/resume", SECRETARIAT, data=OTHER),
    Row("POST", "/settings/contacts", "/settings/contacts", data={"address": "x"}),
    Row("POST", "/settings/contacts/confirm", "/settings/contacts/confirm", data={"code": "x"}),
    Row("POST", "/settings/contacts/remove", "/settings/contacts/remove", data={"which": "99"}),
    Row("POST", "/settings/contacts/order", "/settings/contacts/order", data={"which": "99"}),
    Row("POST", "/settings/contacts/enable", "/settings/contacts/enable", SECRETARIAT, data=OTHER),
)
