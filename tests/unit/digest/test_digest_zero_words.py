"""What a digest says where a number is nothing, and of work from before its period."""

from dataclasses import replace
from datetime import date

import pytest
from digest_lines import LATE, PEN, cells

from dondoc.services.digest.list_tables import overdue_table
from dondoc.services.digest.report_lists import changed_table
from dondoc.services.digest.summary import _against_digest
from dondoc.services.digest.tables import DigestWriter
from dondoc.services.figures.report_shapes import ChangedItem, DayCompared
from models.rules.due import DueState
from models.rules.ladder import Firmness
from models.rules.totals import Counts


class ChangesOfReport:
    """The part of a report that these sentences read."""

    def __init__(self, *changed: ChangedItem) -> None:
        self.changed, self.year = changed, Counts(overdue=1)


DUE = date(2022, 6, 30)
ITEM = ChangedItem(
    "SP@LT/B1", "Đề án", "Lập Thạch", "moved", DueState.DONE_IN_TIME, DueState.OPEN_IN_TIME,
    DUE, DUE,
)  # fmt: skip


def test_a_day_on_which_nothing_was_due_is_said_in_words():
    then = DayCompared("digest", date(2022, 1, 10), Counts(), Counts(), 0)
    *_, last = _against_digest(PEN, ChangesOfReport(), then)  # type: ignore[arg-type]
    assert last == "Khi đó chưa có mốc nào đến hạn."


@pytest.mark.parametrize(
    ("due_on", "words"), [(DUE, "đổi tình trạng"), (date(2022, 7, 8), "đổi thời hạn")]
)
def test_only_another_date_is_a_change_of_date(due_on: date, words: str):
    table = changed_table(PEN, ChangesOfReport(replace(ITEM, due_on=due_on)))  # type: ignore[arg-type]
    ((_, _, _, said, _, _),) = cells(table)
    assert said.startswith(words)


def test_whoever_was_never_reminded_is_not_reminded_0_times():
    above = replace(LATE, reminded=0, firmest=Firmness.ESCALATE)
    ((*_, said),) = cells(overdue_table(PEN, "overdue", [above]))
    assert "chưa nhắc người phụ trách lần nào, cao nhất: báo cáo cấp trên" in said
    assert "0 lần" not in said


@pytest.mark.parametrize("span", ["quarter", "half", "year"])
def test_what_is_left_is_from_before_the_period_not_from_the_one_before(span: str):
    pen = DigestWriter("vi", span)
    title = pen.tr("digest.table.backlog", span=pen.in_span)
    assert title == f"Tồn từ trước {pen.in_span} này"
