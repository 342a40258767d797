"""Everybody's accounts: the administrator's."""

from matrix_rows import ADMINISTRATOR, Row

ROWS = (
    Row("GET", "/accounts", "/accounts", ADMINISTRATOR),
    Row("GET", "/accounts/invite-all", "/accounts/invite-all", ADMINISTRATOR),
    Row("POST", "/accounts/invite-all", "/accounts/invite-all", ADMINISTRATOR,
        data={"act": "nothing"}),
    Row("GET", "/accounts/{person_id}", "/accounts/1", ADMINISTRATOR),
    Row("POST", "/accounts/{person_id}", "/accounts/1", ADMINISTRATOR, data={"act": "nothing"}),
)  # fmt: skip
