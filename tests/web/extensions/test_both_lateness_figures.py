"""A date that was moved: how late by the one in force, which counts, and by the first, named."""

import re
from datetime import date
from io import BytesIO

import pytest
from api_client import V1, program
from openpyxl import load_workbook
from sites import Site
from verification_pages import SECRETARIAT, item_of

from dondoc.store.database import writing
from models.assignment import Checkpoint

REF, BY = "GPMB01@YL/B2", "CB-YL1"
IN_FORCE, FIRST = date(2022, 5, 16), date(2022, 4, 29)
BY_FIRST = "so với hạn ban đầu 29/04/2022: trễ 13 ngày làm việc"


@pytest.fixture
def moved(site: Site) -> Site:
    with writing(site.workplace.engine) as session:
        row = session.get_one(Checkpoint, item_of(site, REF).checkpoint.key)
        row.due_on, row.original_due_on, row.due_revision = IN_FORCE, FIRST, 1
    return site


def _plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize(
    ("code", "path"),
    [(BY, f"/items/2022/{REF}"), (BY, f"/report/2022/{REF}"), (SECRETARIAT, "/overdue"),
     (SECRETARIAT, "/boards")],
)  # fmt: skip
def test_pages_say_both_and_name_the_second(moved: Site, code: str, path: str) -> None:
    client = moved.client(code)
    if path == "/boards":
        path = re.findall(r'href="(/boards/\d+)"', client.get(f"/items/2022/{REF}").text)[0]
    shown = _plain(client.get(path).text)
    assert BY_FIRST in shown and "uá hạn 4 ngày làm việc" in shown


def test_what_was_never_moved_says_one(site: Site) -> None:
    assert "hạn ban đầu" not in _plain(site.client(BY).get(f"/items/2022/{REF}").text)


def test_a_program_reads_both(moved: Site) -> None:
    found = program(moved, BY).get(f"{V1}/work").json()
    row = next(each for each in found if each["ref"] == REF)
    assert (row["days_left"], row["first_late"]) == (-4, 13)
    assert {each["first_late"] for each in found if each["ref"] != REF} == {None}


def test_the_workbook_of_the_board_has_a_column_for_each(moved: Site) -> None:
    answer = moved.client(SECRETARIAT).get("/overdue.xlsx")
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    heading = next(row for row in rows if "Hạn ban đầu" in row)
    row = next(row for row in rows if row and row[0] == REF)
    told = dict(zip(heading, row, strict=True))
    assert told["Số ngày làm việc quá hạn"] == 4
    assert told["Số ngày làm việc trễ so với hạn ban đầu"] == 13
