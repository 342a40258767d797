"""Uploading a plan: the secretariat's alone while there is a programme."""

from matrix_rows import SECRETARIAT, Row

ROWS = (
    Row("GET", "/plan", "/plan", SECRETARIAT),
    Row("POST", "/plan", "/plan", SECRETARIAT),
    Row("GET", "/plan/template.xlsx", "/plan/template.xlsx", SECRETARIAT),
    Row("GET", "/plan/export.xlsx", "/plan/export.xlsx", SECRETARIAT),
    Row("GET", "/plan/next-year.xlsx", "/plan/next-year.xlsx", SECRETARIAT),
    # A token that nobody has; whose file is whose: tests/web/plan/test_plan_page.py. Throwing away
    # what is gone already is done.
    Row("GET", "/plan/uploaded/{token}", "/plan/uploaded/x", frozenset()),
    Row("GET", "/plan/uploaded/{token}/marked.xlsx", "/plan/uploaded/x/marked.xlsx", frozenset()),
    Row("POST", "/plan/uploaded/{token}", "/plan/uploaded/x", frozenset()),
    Row("POST", "/plan/uploaded/{token}/forget", "/plan/uploaded/x/forget", SECRETARIAT),
)
