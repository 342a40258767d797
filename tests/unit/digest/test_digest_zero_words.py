"""What a digest says where a number is nothing, and of work from before its period."""

from dataclasses import replace
from datetime import date

import pytest
from digest_lines import LATE, PEN, cells

from dondoc.services.digest.list_tables import overdue_table
from dondoc.services.digest.report_lists import changed_table
from dondoc.services.digest.sentences import done_of_due, overdue_against, reported_of_due
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
    assert "chưa nhắc người phụ trách lần nào, mức cao nhất: báo cáo cấp trên" in said
    assert "0 lần" not in said


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (Counts(done_in_time=4), "X có cả 4 mốc đã đến hạn được thẩm định hoàn thành (100%), "
         "đều đúng hạn."),
        (Counts(overdue=4), "X chưa có mốc nào trong 4 mốc đã đến hạn được thẩm định hoàn "
         "thành; còn 4 mốc quá hạn."),
        (Counts(done_late=3, open_in_time=1), "X có 3 trên 4 mốc đã đến hạn được thẩm định "
         "hoàn thành (75%), đều trễ hạn; không có mốc nào quá hạn, 1 mốc vẫn trong hạn."),
        (Counts(done_in_time=1, done_late=1, overdue=2), "X có 2 trên 4 mốc đã đến hạn được "
         "thẩm định hoàn thành (50%), trong đó 1 đúng hạn, 1 trễ hạn; còn 2 mốc quá hạn."),
    ],
)  # fmt: skip
def test_what_is_done_of_what_was_due_is_said_without_noughts(counts: Counts, words: str):
    assert done_of_due(PEN, counts, "1/4", "X") == f"Đến hết ngày 1/4, {words}"


@pytest.mark.parametrize(
    ("in_time", "late", "words"),
    [
        (4, 0, "cả 4 mốc đã đến hạn đều được báo cáo đúng hạn (100%)."),
        (0, 4, "trong 4 mốc đã đến hạn, chưa mốc nào được báo cáo đúng hạn, 4 báo cáo trễ."),
        (3, 1, "trong 4 mốc đã đến hạn, 3 được báo cáo đúng hạn (75%), 1 báo cáo trễ."),
    ],
)
def test_how_much_was_reported_in_time_is_said_without_noughts(in_time: int, late: int, words: str):
    said = reported_of_due(PEN, 4, in_time, {"late": late, "silent": 0, "open": 0})
    assert said == f"Về thời hạn báo cáo: {words}"


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (0, 0, "Cũng như tại báo cáo ngày 1/4, trong năm không có mốc nào quá hạn."),
        (0, 2, "Tại báo cáo ngày 1/4 chưa có mốc nào quá hạn; nay trong năm có 2 mốc quá hạn."),
        (2, 0, "2 mốc quá hạn nêu tại báo cáo ngày 1/4 nay không còn quá hạn; trong năm không có "
         "mốc nào quá hạn."),
        (1, 2, "So với báo cáo ngày 1/4, số mốc quá hạn trong năm tăng 1, từ 1 lên 2: 2 mốc mới "
         "quá hạn."),
    ],
)  # fmt: skip
def test_against_the_last_digest_nothing_is_a_word(before: int, now: int, words: str):
    changed = {"appeared": now, "remained": 0, "ended": 0}
    assert overdue_against(PEN, before, now, "1/4", changed) == words


@pytest.mark.parametrize("span", ["quarter", "half", "year"])
def test_what_is_left_is_from_before_the_period_not_from_the_one_before(span: str):
    pen = DigestWriter("vi", span)
    title = pen.tr("digest.table.backlog", span=pen.in_span)
    assert title == f"Tồn từ trước {pen.in_span} này"
