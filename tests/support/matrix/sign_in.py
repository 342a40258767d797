"""Signing in and out, passwords that were forgotten, the first administrator."""

from matrix_rows import Row

NOBODY: frozenset[str] = frozenset()
"""Without a first step, or without an identity provider, these lead back to the sign-in page."""

ROWS = (
    Row("GET", "/sign-in", "/sign-in", public=True),
    Row("POST", "/sign-in", "/sign-in", public=True),
    Row("GET", "/sign-in/code", "/sign-in/code", NOBODY),
    Row("POST", "/sign-in/code", "/sign-in/code", NOBODY),
    Row("GET", "/sign-in/oidc", "/sign-in/oidc", NOBODY),
    Row("GET", "/sign-in/oidc/back", "/sign-in/oidc/back?state=x&code=y", NOBODY),
    Row("GET", "/forgot", "/forgot", public=True),
    Row("POST", "/forgot", "/forgot", public=True),
    Row("GET", "/password/{token}", "/password/none", public=True),
    Row("POST", "/password/{token}", "/password/none", public=True),
    Row("GET", "/setup/{token}", "/setup/none", public=True),
    Row("POST", "/setup/{token}", "/setup/none", public=True),
)
