"""One's own tokens: everybody has their own, and nobody another's."""

from matrix_rows import Row

ROWS = (
    Row("GET", "/account/tokens", "/account/tokens"),
    Row("POST", "/account/tokens", "/account/tokens", data={"name": ""}),
    # There is no such token, so it is nobody's (test_tokens.py).
    Row("POST", "/account/tokens/{token_id}/revoke", "/account/tokens/999999/revoke", frozenset()),
)
