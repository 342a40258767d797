"""What the secretariat, the administrator and the auditor look after."""

from matrix_rows import ADMINISTRATOR, OFFICE, SECRETARIAT, Row

AUDIT = frozenset({"secretariat", "auditor"})
ROWS = (
    Row("GET", "/office", "/office", OFFICE | {"auditor"}),
    Row("GET", "/audit", "/audit", AUDIT),
    Row("POST", "/audit/verify", "/audit/verify", AUDIT),
    Row("GET", "/channels", "/channels", OFFICE),
    Row("POST", "/channels", "/channels", ADMINISTRATOR),
    Row("POST", "/channels/{name}", "/channels/none", ADMINISTRATOR, data={"parallel": "x"}),
    Row("POST", "/channels/{name}/disable", "/channels/none/disable", ADMINISTRATOR),
    Row("POST", "/channels/{name}/try", "/channels/none/try", ADMINISTRATOR),
    Row("POST", "/contacts/{person}/enable", "/contacts/nobody/enable", SECRETARIAT),
    Row("GET", "/programme/calendar", "/programme/calendar", OFFICE),
    Row("POST", "/programme/calendar", "/programme/calendar", OFFICE),
    Row(
        "POST", "/programme/calendar/{day}/remove", "/programme/calendar/2022-07-07/remove", OFFICE
    ),
    Row("GET", "/programme/ladder", "/programme/ladder", OFFICE),
    Row("GET", "/programme/ladder.xlsx", "/programme/ladder.xlsx", OFFICE),
    Row("POST", "/programme/ladder", "/programme/ladder", OFFICE),
    Row("GET", "/programme/ladder/remove", "/programme/ladder/remove", OFFICE),
    Row("POST", "/programme/ladder/remove", "/programme/ladder/remove", OFFICE),
)
