"""How a sheet of a workbook prints: as wide as one A4 page, whatever its columns."""

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet


def print_one_page_wide(sheet: Worksheet, heading_row: int | None = None) -> None:
    """Lying, with the sheet's name and the day above, numbered pages, and its headings on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    above, below = sheet.oddHeader, sheet.oddFooter
    assert above is not None and below is not None
    above.left.text, above.right.text, below.center.text = "&A", "&D", "&P/&N"
    if heading_row is not None:
        sheet.print_title_rows = f"{heading_row}:{heading_row}"
