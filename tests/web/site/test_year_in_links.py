"""What of a page's links and forms gets the year of the page, and what stays as it is."""

import pytest
from addresses_by_year import named_routes

from dondoc.web.site.year_in_links import address_with_year, with_year


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ('<a href="/overdue">', '<a href="/overdue?year=2022">'),
        ('<a href="/">', '<a href="/?year=2022">'),
        ('<a href="/overdue.xlsx?a=1&amp;b=2">',
         '<a href="/overdue.xlsx?a=1&amp;b=2&amp;year=2022">'),
        ('<a class="x" href="/boards/7#late">', '<a class="x" href="/boards/7?year=2022#late">'),
        ('<a href="?page=2">', '<a href="?page=2&amp;year=2022">'),
        ('<form action="/search"></form>',
         '<form action="/search"><input type="hidden" name="year" value="2022"></form>'),
        ('<form class="sheet" method="post" action="/people/CB-LT2/take">',
         '<form class="sheet" method="post" action="/people/CB-LT2/take?year=2022">'),
        ('<form action="/contacts/CB-LT2/enable" method="post">',
         '<form action="/contacts/CB-LT2/enable?year=2022" method="post">'),
    ],
)  # fmt: skip
def test_a_year_is_named(given: str, named: str) -> None:
    assert with_year(given, 2022) == named
    assert with_year(named, 2023) == named  # what names a year keeps it


@pytest.mark.parametrize(
    "kept",
    [
        '<a href="/items/2021/DV01@YL">', '<a href="/verify/2021/DV01@YL/Q1">', '<a href="#top">',
        '<link href="/static/1/style.css">', '<a href="/evidence/3">', '<a href="/workshop">',
        '<a href="https://example.org/work">', '<form method="post" action="/sign-out"></form>',
        '<form method="post" action="/act/2021/DV01@YL/Q1"></form>', '<form method="post"></form>',
        '<a href="/register?step=1&amp;year=2021">',
    ],
)  # fmt: skip
def test_what_names_its_year_or_has_none_is_left(kept: str) -> None:
    assert with_year(kept, 2022) == kept


def test_every_page_with_a_choice_of_years_is_known() -> None:
    paths = {route.path.replace("{", "").replace("}", "") for route in named_routes()}
    assert {path for path in paths if "year=2022" not in address_with_year(path, 2022)} == set()
