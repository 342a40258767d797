"""Marks of no width in names: dropped where a name comes in, and where a stored one goes out."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dondoc.channels.headers import single_line
from dondoc.channels.letter import LetterAttachment
from dondoc.exports.tables import TableTitle, write_table
from dondoc.services.papers.wording import clean as in_paper
from dondoc.services.staffing.people import _name as name_of_person
from dondoc.services.workbook.text import clean as in_plan
from dondoc.web.site.forms import clean as in_form
from models.rules.texts import without_unseen

MARKS = (
    "\u00ad", "\u061c", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202e",
    "\u2060", "\u2066", "\u2069", "\ufeff", "\U000e0041", "\x07", "\x9b",
)  # fmt: skip
NAME = "Sở Y tế tỉnh"


@pytest.mark.parametrize("mark", MARKS)
def test_no_mark_that_cannot_be_seen_stays_within_a_name(mark: str) -> None:
    torn = f"Sở Y{mark} t{mark}ế tỉnh"
    assert without_unseen(torn) == in_form(torn) == in_plan(torn) == name_of_person(torn) == NAME
    assert single_line(torn) == NAME
    if mark.isprintable() or ord(mark) > 0x9F:  # a control parts words in a paper
        assert in_paper(torn) == NAME
    assert LetterAttachment(f"{torn}.pdf", "application/pdf", b"").filename == f"{NAME}.pdf"


def test_blanks_and_line_breaks_stay_where_they_may() -> None:
    assert without_unseen("Một\tdòng\nhai\u00a0dòng") == "Một\tdòng\nhai\u00a0dòng"


def test_a_workbook_carries_none(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    write_table(path, TableTitle("Bảng", ""), ["Đơn vị"], [("\u202eSở\u200b Y tế",)])
    rows = load_workbook(BytesIO(path.read_bytes())).active.iter_rows(values_only=True)
    assert ("Sở Y tế",) in [row[:1] for row in rows]
