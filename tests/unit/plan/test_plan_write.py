"""A blank plan workbook: its examples are of the year that it is written for."""

import pytest
from openpyxl import load_workbook

from dondoc.services.plan.write.workbook import write_plan


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_examples_of_a_blank_plan_are_of_the_year_that_it_is_for(tmp_path, lang):
    write_plan(None, tmp_path / "blank.xlsx", lang, 2031)
    book = load_workbook(tmp_path / "blank.xlsx")
    text = "\n".join(str(c.value) for s in book for row in s.iter_rows(max_row=20) for c in row)
    assert "31/12/2031" in text and "2022" not in text and "{year}" not in text
