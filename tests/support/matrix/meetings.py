"""Meetings are called by the secretariat; the sample has none: its own tests open one."""

from matrix_rows import SECRETARIAT, SEES_ALL, Row

ROWS = (
    Row("GET", "/meetings", "/meetings", SEES_ALL),
    Row("POST", "/meetings", "/meetings", SECRETARIAT, data={"title": ""}),
    # 404 for those who may, 403 for the others (tests/web/meetings/).
    Row("GET", "/meetings/{meeting_id}", "/meetings/1", frozenset()),
    Row("POST", "/meetings/{meeting_id}", "/meetings/1", SECRETARIAT),
    Row(
        "POST",
        "/meetings/{meeting_id}/conclusions/{conclusion_id}",
        "/meetings/1/conclusions/1",
        frozenset(),
    ),
    Row("GET", "/meetings/{meeting_id}/proposals", "/meetings/1/proposals", frozenset()),
    Row("POST", "/meetings/{meeting_id}/proposals", "/meetings/1/proposals", frozenset()),
    Row("POST", "/meetings/{meeting_id}/items", "/meetings/1/items", frozenset()),
    Row("POST", "/meetings/{meeting_id}/items/{item_id}", "/meetings/1/items/1", SECRETARIAT),
    Row(
        "POST",
        "/meetings/{meeting_id}/items/{item_id}/conclusions",
        "/meetings/1/items/1/conclusions",
        SECRETARIAT,
    ),
    Row(
        "GET",
        "/meetings/{meeting_id}/{which}/{form}.{kind}",
        "/meetings/1/pack/party.docx",
        frozenset(),
    ),
    Row("POST", "/meetings/{meeting_id}/handed-out", "/meetings/1/handed-out", SECRETARIAT),
    Row(
        "GET",
        "/meetings/{meeting_id}/handed-out/{file_id}.{kind}",
        "/meetings/1/handed-out/1.pdf",
        frozenset(),
    ),
    Row("GET", "/conclusions", "/conclusions"),
    Row("POST", "/conclusions/{conclusion_id}", "/conclusions/1", frozenset()),
)
