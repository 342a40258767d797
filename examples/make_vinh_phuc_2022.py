"""Writes the example plan workbook: python examples/make_vinh_phuc_2022.py [FILE]."""

import sys
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from vinh_phuc_2022 import tables
from vinh_phuc_2022.sheets import add_sheet

OUTPUT = Path(__file__).with_name("vinh-phuc-2022.xlsx")


def make() -> Workbook:
    """The whole workbook, in the order in which an office would read it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in (
        tables.programme(),
        tables.unit_table(),
        tables.official_table(),
        tables.committee_table(),
        tables.indicator_table(),
        tables.assignment_table(),
        tables.roadmap_table(),
        tables.calendar_table(),
        tables.ladder_table(),
        tables.note_table(),
    ):
        add_sheet(book, table)
    book.properties.creator = "Văn phòng Tỉnh ủy (minh họa)"
    book.properties.title = "Giao chỉ tiêu, sản phẩm năm 2022, tỉnh Vĩnh Phúc (minh họa)"
    book.properties.created = datetime(2022, 1, 14)  # noqa: DTZ001 - the format knows no zone
    return book


if __name__ == "__main__":
    make().save(sys.argv[1] if len(sys.argv) > 1 else OUTPUT)
