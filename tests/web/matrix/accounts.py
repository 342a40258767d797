"""Everybody's accounts: the administrator's."""

from rows import ADMINISTRATOR, Row

ROWS = (
    Row("GET", "/accounts", "/accounts", ADMINISTRATOR),
    Row("GET", "/accounts/{person_id}", "/accounts/1", ADMINISTRATOR),
    Row("POST", "/accounts/{person_id}", "/accounts/1", ADMINISTRATOR, data={"act": "nothing"}),
)
