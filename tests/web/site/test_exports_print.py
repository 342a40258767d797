"""Every workbook that a page gives prints as wide as one A4 page, with a title and a day."""

import io

import pytest
from openpyxl import load_workbook
from sites import Site

SECRETARIAT = "CB-VPTU3"
EXPORTS = (
    "/overdue.xlsx", "/register.xlsx", "/programme/ladder.xlsx", "/plan/template.xlsx",
    "/plan/export.xlsx", "/plan/next-year.xlsx",
)  # fmt: skip


@pytest.mark.parametrize("address", EXPORTS)
def test_it_fits_one_page_in_width_and_says_what_it_is_and_of_when(
    shown: Site, address: str
) -> None:
    answer = shown.client(SECRETARIAT).get(address)
    assert answer.status_code == 200
    for sheet in load_workbook(io.BytesIO(answer.content)).worksheets:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        # One page in width is what a file means that says nothing of it.
        assert sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0
        assert int(sheet.page_setup.paperSize) == 9
        above = f"{sheet.oddHeader.left.text}{sheet.oddHeader.right.text}"
        assert above == "&A&D" or str(sheet["A2"].value).startswith("Số liệu đến ")
