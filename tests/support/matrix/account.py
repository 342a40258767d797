"""One's own account."""

from matrix_rows import Row

WRONG = {"current": "not the password", "password": "short", "again": "other", "code": "000000"}

ROWS = (
    Row("GET", "/account", "/account"),
    Row("POST", "/account/password", "/account/password", data=WRONG),
    Row("POST", "/account/sessions", "/account/sessions", data={"session": "none"}),
    Row("GET", "/account/totp", "/account/totp"),
    Row("POST", "/account/totp", "/account/totp", data=WRONG),
    Row("POST", "/account/totp/begin", "/account/totp/begin", data=WRONG),
    Row("POST", "/account/totp/recovery", "/account/totp/recovery", data=WRONG),
    Row("POST", "/account/totp/off", "/account/totp/off", data=WRONG),
)
