"""Papers of units: read by whoever sees the board, made by whoever urges; decisions of the office.

The report is asked for in a period that is none, and the letter of a unit with nothing overdue:
both are refused for their content, after the right was looked at.
"""

from matrix_rows import SECRETARIAT, SEES_UNIT, Row

CATALOGUE = SEES_UNIT | {"other_official", "other_committee_secretary"}

ROWS = (
    Row("GET", "/papers", "/papers", CATALOGUE),
    Row(
        "GET",
        "/papers/units/{unit_id}/{kind}.{form}.{ending}",
        "/papers/units/4/annex.party.docx",
        SEES_UNIT,
    ),
    # No digest is kept in the sample: 404 for those who see everything, 403 for the others.
    Row(
        "GET", "/papers/digests/{digest_id}.{form}.png", "/papers/digests/1.party.png", frozenset()
    ),
    Row("GET", "/papers/check", "/papers/check", CATALOGUE),
    Row("POST", "/papers/check", "/papers/check", CATALOGUE),
    Row("GET", "/papers/templates", "/papers/templates", SECRETARIAT),
    Row("POST", "/papers/templates", "/papers/templates", SECRETARIAT),
    Row(
        "POST",
        "/papers/templates/standard",
        "/papers/templates/standard",
        SECRETARIAT,
        data={"form": "poem"},
    ),
    Row(
        "GET",
        "/papers/templates/standard.{form}.docx",
        "/papers/templates/standard.party.docx",
        SECRETARIAT,
    ),
    # None is kept in the sample: 404 for the secretariat, 403 for the others.
    Row("GET", "/papers/templates/{template_id}.docx", "/papers/templates/1.docx", frozenset()),
)
