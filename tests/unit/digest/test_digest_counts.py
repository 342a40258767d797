"""Counts and sentences of a digest: each in its column, and only where there is something."""

from dataclasses import replace
from datetime import date

from digest_lines import LATE, PEN, cells

from dondoc.rendering.formats import NOTHING
from dondoc.services.digest.count_tables import grade_table, group_table, unit_table
from dondoc.services.digest.render import render_digest
from dondoc.services.figures.moved_item import MovedItem
from dondoc.services.figures.shapes import (
    DigestFigures,
    GradeCount,
    GroupFigures,
    UnitFigures,
)
from models.rules.evaluation import Grade
from models.rules.totals import ComparedResults, Counts

COUNTS = Counts(done_in_time=1, done_late=2, open_in_time=3, overdue=4, due_soon=2)
MET = ComparedResults(met=1, compared=2)
UNIT = UnitFigures(1, "LT", "Lập Thạch", COUNTS, MET)
GROUP = GroupFigures("H", "Các huyện", COUNTS, MET, (UNIT,))
OTHER = GroupFigures("S", "Các sở", Counts(), ComparedResults(), ())
NUMBERS = ("10", "1", "2", "3", "2", "4", "1/2 (50%)")
DIGEST = DigestFigures(
    programme_year=2022, programme_title="Giao chỉ tiêu", quarter="2022-Q1",
    first_day=date(2022, 1, 1), last_day=date(2022, 3, 31), as_of=date(2022, 4, 8), unit="",
    due_soon_days=5, counts=COUNTS, verdicts=MET, estimates=0, groups=(GROUP, OTHER),
    indicators=(), overdue=(), backlog=(), exceeded=(), difficulties=(), grades=(),
)  # fmt: skip


def test_groups_stand_above_their_sum_and_a_group_alone_is_not_summed() -> None:
    table = group_table(PEN, DIGEST)
    zeros = ("0",) * 6
    assert cells(table) == [
        ("Các huyện", *NUMBERS), ("Các sở", *zeros, NOTHING), (PEN.tr("digest.total"), *NUMBERS),
    ]  # fmt: skip
    assert table is not None and [row.kind for row in table.rows] == ["line", "line", "total"]
    assert group_table(PEN, replace(DIGEST, groups=(GROUP,))) is None


def test_units_stand_below_their_group_and_one_unit_stands_alone() -> None:
    table = unit_table(PEN, replace(DIGEST, groups=(GROUP,)))
    assert table is not None
    assert [(row.cells[0], row.kind) for row in table.rows] == [
        ("Các huyện", "group"), ("Lập Thạch", "line"), (PEN.tr("digest.total"), "total"),
    ]  # fmt: skip
    alone = unit_table(PEN, replace(DIGEST, groups=(GROUP,), unit="Lập Thạch"))
    assert cells(alone) == [("Lập Thạch", *NUMBERS)]
    assert unit_table(PEN, replace(DIGEST, groups=())) is None


def test_grades_are_shares_of_all_that_is_evaluated() -> None:
    grades = (GradeCount(Grade.EXCELLENT, 1), GradeCount(Grade.GOOD, 3))
    assert [row[1:] for row in cells(grade_table(PEN, grades))] == [
        ("1", "25%"), ("3", "75%"), ("4", "100%"),
    ]  # fmt: skip


def test_without_an_evaluation_there_is_no_table_of_grades() -> None:
    assert grade_table(PEN, ()) is None


def test_only_numbers_stand_at_the_right_and_a_state_bears_its_colour() -> None:
    columns = PEN.columns("unit", "#total", "#state:due_soon", "#state:overdue")
    assert [column.is_number for column in columns] == [False, True, True, True]
    assert [column.state for column in columns] == ["", "", "due_soon", "overdue"]
    assert all(column.heading[0].isupper() for column in columns)
    assert columns[3].heading.lower() == PEN.tr("due_state.overdue").lower()


def summary(**named: object) -> str:
    return " ".join(render_digest(replace(DIGEST, **named))[1].split())


def test_estimates_backlog_and_moved_dates_are_said_first_where_there_are_any() -> None:
    moved = MovedItem("A/Q1", "Kết nạp", "Lập Thạch", LATE.due_on, date(2022, 5, 31), False)
    said = {
        PEN.tr("digest.summary.estimates", n=2, count="2"): {"estimates": 2},
        PEN.tr("digest.summary.backlog", span="quý", n=1, count="1"): {"backlog": (LATE,)},
        PEN.tr("digest.summary.later", span="quý", n=1, count="1"): {"later": (LATE,)},
        PEN.tr("digest.summary.moved", span="quý", n=1, count="1"): {"moved": (moved,)},
    }
    for sentence, figures in said.items():
        assert sentence in summary(**figures)
        assert sentence not in summary()
    counted = replace(moved, counted=True)
    assert PEN.tr("digest.summary.moved", span="quý", n=1, count="1") not in summary(
        moved=(counted,)
    )


def test_that_nothing_can_be_compared_is_said_only_of_something() -> None:
    nothing = PEN.tr("digest.summary.nothing_compared")
    assert nothing in summary(verdicts=ComparedResults())
    assert nothing not in summary()
    assert nothing not in summary(verdicts=ComparedResults(), counts=Counts())


def test_a_part_of_the_counts_is_named_only_where_it_is_not_empty() -> None:
    for part in ("due_soon", "waiting", "missing", "undelivered"):
        sentence = PEN.tr(f"digest.summary.{part}", n=1, count="1", days=5)
        assert sentence in summary(counts=replace(COUNTS, **{part: 1}))
        assert sentence not in summary(counts=replace(COUNTS, **{part: 0}))
