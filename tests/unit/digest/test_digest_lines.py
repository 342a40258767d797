"""Lines of a digest: each says in its own cell what the figures say of one item."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from digest_lines import LATE, PEN, cells

from dondoc.exports.figure_sheets import _shown_as
from dondoc.rendering.formats import NOTHING
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.digest.difficulty_table import difficulty_table
from dondoc.services.digest.list_tables import (
    indicator_table,
    moved_table,
    overdue_table,
)
from dondoc.services.digest.report_lists import gap_table
from dondoc.services.digest.tables import MAX_SHOWN, DigestWriter
from dondoc.services.figures.moved_item import MovedItem
from dondoc.services.figures.report_shapes import DataGap
from dondoc.services.figures.shapes import (
    Deliveries,
    DifficultyRow,
    IndicatorFigures,
)
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.measures import Measure
from models.rules.stages import Stage
from models.rules.totals import ComparedResults

MEASURE = Measure(Decimal(50), Decimal(40), Decimal(80), units=2, complete=1, estimates=1)
YEAR = Measure(Decimal(200), Decimal(60), Decimal(30), units=2, complete=2)
INDICATOR = IndicatorFigures(
    "KND", "Kết nạp", "đảng viên", Kind.INCREMENT, Direction.HIGHER, AddsUp.SUM,
    ComparedResults(1, 2), MEASURE, YEAR, None, None,
)  # fmt: skip
SAID = DifficultyRow(
    "KND@LT/Q1", "Lập Thạch", date(2022, 4, 7), "Thiếu nguồn", "Mở lớp", "Sở Văn hóa", False
)


def overdue(**named: object) -> tuple[str, ...]:
    return cells(overdue_table(PEN, "overdue", [replace(LATE, **named)]))[0]


def test_what_is_overdue_is_said_with_who_answers_for_it_and_since_when() -> None:
    assert overdue() == (
        *("1", "Kết nạp (KND@LT/Q1)", "Lập Thạch", "Hoa, Bí thư", "31/03/2022", "5"),
        PEN.tr("stage.assigned"),
    )
    assert overdue(lead_title="")[3] == "Hoa"
    assert overdue(lead="", lead_title="")[3] == PEN.tr("digest.nobody")
    inherited = overdue(taken_over=date(2022, 4, 6), before="An")[3]
    assert inherited.startswith("Hoa, Bí thư (") and "06/04/2022" in inherited and "An" in inherited


def test_whoever_let_it_pass_and_left_is_not_told_as_holding_the_position() -> None:
    """A digest of January named somebody "Giám đốc" who was it until May."""
    left = overdue(held_on=date(2022, 3, 31))[3]
    assert left == "Hoa, Bí thư (giữ chức vụ vào ngày 31/03/2022, nay đã thôi)"


def test_what_was_sent_back_is_not_called_silence_nor_what_is_not_there_a_report() -> None:
    begun, returned = PEN.tr("stage.in_progress"), PEN.tr("digest.returned")
    assert overdue(stage=Stage.IN_PROGRESS)[-1] == begun
    assert overdue(stage=Stage.IN_PROGRESS, returned=True)[-1] == f"{begun}, {returned}"
    verified, undelivered = PEN.tr("stage.verified"), PEN.tr("digest.undelivered")
    assert overdue(stage=Stage.VERIFIED, undelivered=True)[-1] == f"{verified}, {undelivered}"
    assert overdue(stage=Stage.VERIFIED, missing=True)[-1] == PEN.tr("digest.missing")


@pytest.mark.parametrize("said", ["", "told", "reason"])
def test_what_is_overdue_says_its_reason_or_that_none_was_stated(said: str) -> None:
    spoken = {"reason": "Mưa", "reason_on": date(2022, 5, 10), "is_narrative": said == "told"}
    late = replace(LATE, **(spoken if said else {}))  # type: ignore[arg-type]
    (row,) = cells(overdue_table(PEN, "overdue", [late], has_reasons=True))
    words = {"day": "10/05/2022", "reason": "Mưa"} if said else {}
    assert row[1].endswith(PEN.tr(f"digest.overdue.{said or 'silent'}", **words))


def test_of_a_digest_kept_without_reasons_none_is_said_to_be_missing() -> None:
    assert PEN.tr("digest.overdue.silent") not in overdue()[1]


def test_a_units_indicators_without_any_result_stand_in_a_sentence_not_in_rows_of_dashes() -> None:
    empty = replace(
        INDICATOR,
        code="TT",
        quarter=replace(INDICATOR.quarter, target=None, actual=None, percent=None),  # type: ignore[type-var]
        year=None,
        verdicts=ComparedResults(),
    )
    table = indicator_table(PEN, [INDICATOR, empty], "Huyện Yên Lạc")
    assert table is not None
    assert [row.cells[0] for row in table.rows] == ["Kết nạp (KND)"]
    assert table.after == PEN.tr("digest.indicators.none", names="Kết nạp (TT)")
    whole = indicator_table(PEN, [INDICATOR, empty])
    assert whole is not None and len(whole.rows) == 2 and not whole.after
    alone = indicator_table(PEN, [empty], "Huyện Yên Lạc")
    assert alone is not None and not alone.rows and alone.after


def test_a_moved_date_is_said_with_both_days_and_whether_it_counts() -> None:
    days = (date(2022, 3, 31), date(2022, 5, 31))
    moved = [MovedItem("A/Q1", "Kết nạp", "Lập Thạch", *days, counted=one) for one in (True, False)]
    assert [row[1:] for row in cells(moved_table(PEN, moved))] == [
        (
            "Kết nạp (A/Q1)",
            "Lập Thạch",
            "31/03/2022",
            "31/05/2022",
            PEN.tr(f"digest.moved.{said}", span="quý"),
        )
        for said in ("counted", "left")
    ]


def test_a_moved_date_is_said_with_both_figures_of_lateness() -> None:
    days = (date(2022, 3, 31), date(2022, 5, 31))
    moved = MovedItem("A/Q1", "Kết nạp", "Lập Thạch", *days, True, late=2, first_late=45)
    by_first = "so với hạn ban đầu 31/03/2022: trễ 45 ngày làm việc"
    (row,) = cells(moved_table(PEN, [moved]))
    assert row[-1] == f"theo hạn mới: 2 ngày làm việc; {by_first}"
    late = replace(LATE, original_due_on=days[0], first_late=45)
    (row,) = cells(overdue_table(PEN, "overdue", [late]))
    assert by_first in row[-1] and row[-2] == PEN.number(LATE.days_over)


@pytest.mark.parametrize(("items", "more"), [(1, 0), (MAX_SHOWN, 0), (MAX_SHOWN + 2, 2)])
def test_what_has_no_room_is_counted_in_every_list(items: int, more: int) -> None:
    moved = MovedItem("A/Q1", "Kết nạp", "Lập Thạch", LATE.due_on, LATE.due_on, True)
    tables = (
        overdue_table(PEN, "overdue", [LATE] * items),
        moved_table(PEN, [moved] * items),
        difficulty_table(PEN, [SAID] * items),
    )
    for table in tables:
        assert table is not None
        assert (len(table.rows), table.more) == (items - more, more)


def test_a_list_of_nothing_is_left_out() -> None:
    assert overdue_table(PEN, "overdue", []) is None
    assert moved_table(PEN, []) is None
    assert difficulty_table(PEN, []) is None


def test_an_indicator_says_plan_result_and_ratio_of_the_quarter_and_of_the_year() -> None:
    table = indicator_table(PEN, [INDICATOR])
    assert cells(table) == [
        (
            *("Kết nạp (KND)", "đảng viên", "50", "40", "80%", "200", "60", "30%"),
            *("1/2", "1/2 (50%)"),
        )
    ]


def notes(**named: object) -> tuple[str, ...]:
    table = indicator_table(PEN, [replace(INDICATOR, **named)])
    assert table is not None
    return table.rows[0].notes


def test_of_a_year_plan_result_and_ratio_stand_once_below_headings_of_their_own() -> None:
    for span, times in (("quarter", 2), ("half", 2), ("year", 1)):
        table = indicator_table(DigestWriter("vi", span), [INDICATOR])
        assert table is not None
        headings = [column.heading for column in table.columns]
        assert len(headings) == len(set(headings)) == 4 + 3 * times
        assert {len(row.cells) for row in table.rows} == {len(headings)}


def test_a_ratio_is_a_number_that_a_workbook_calculates_with() -> None:
    limit = replace(YEAR, used=Decimal("116.7"), allowed=YEAR.target)
    for measure, text in ((YEAR, "%"), (limit, "đã dùng 116,7%")):
        cell = PEN.ratio(measure)
        assert isinstance(cell, WrittenNumber) and cell.is_percent and cell.endswith(text)
    so_far = replace(limit, allowed=Decimal(1))
    assert not isinstance(PEN.ratio(so_far), WrittenNumber)


def test_what_a_reader_must_know_of_an_indicators_numbers_is_noted_only_where_it_holds() -> None:
    always = (PEN.tr("digest.kind.increment"), PEN.tr("digest.adds_up.sum"))
    estimated = PEN.tr("digest.with_estimates", n=1)
    assert notes() == (*always, estimated)
    assert notes(quarter=replace(MEASURE, estimates=0)) == always
    some = PEN.tr("digest.year_units", complete="1", units="2")
    assert notes(year=replace(YEAR, complete=1)) == (*always, some, estimated)
    lower = PEN.tr("digest.limit")
    assert notes(direction=Direction.LOWER) == (always[0], lower, always[1], estimated)


def test_products_are_said_as_due_delivered_and_their_part() -> None:
    products = replace(
        INDICATOR, quarter=None, year=None, quarter_products=Deliveries(1, 4),
        year_products=Deliveries(2, 8),
    )  # fmt: skip
    numbers = ("4", "1", "25%", "8", "2", "25%")
    kind = PEN.tr("digest.products")
    assert cells(indicator_table(PEN, [products])) == [
        ("Kết nạp (KND)", kind, *numbers, NOTHING, "1/2 (50%)")
    ]
    alone = cells(indicator_table(PEN, [replace(products, year_products=None)]))[0]
    assert alone[5:] == (*(NOTHING,) * 4, "1/2 (50%)")


def difficulty(**named: object) -> tuple[str, ...]:
    return cells(difficulty_table(PEN, [replace(SAID, **named)]))[0]


def test_a_difficulty_is_said_with_the_day_and_since_when_it_is_repeated() -> None:
    assert difficulty() == (
        "1", "Lập Thạch (KND@LT/Q1, 07/04/2022)", "Thiếu nguồn", "Mở lớp", "Sở Văn hóa",
    )  # fmt: skip
    assert difficulty(since=SAID.said_on) == difficulty()
    again = PEN.tr("digest.since", day="10/03/2022", again="07/04/2022")
    assert difficulty(since=date(2022, 3, 10))[1] == f"Lập Thạch (KND@LT/Q1, {again})"
    assert difficulty(difficulty="", proposal="")[2:4] == (NOTHING, NOTHING)


def test_a_difficulty_that_ended_says_how_and_by_whom() -> None:
    nobody = PEN.tr("digest.no_remover")
    assert difficulty(remover="")[4] == nobody
    assert difficulty(resolved=True)[4] == f"Sở Văn hóa ({PEN.tr('digest.resolved')})"
    left_out = difficulty(resolved=True, left_out=True)[4]
    assert left_out == f"Sở Văn hóa ({PEN.tr('digest.left_out')})"
    ended = {"ended_on": date(2022, 4, 9), "ended_by": "Hoa", "ended_how": "đã cấp vốn"}
    words = PEN.tr("digest.resolved_by", day="09/04/2022", who="Hoa", how="đã cấp vốn")
    assert difficulty(resolved=True, **ended)[4] == f"Sở Văn hóa ({words})"
    unknown = PEN.tr("digest.resolved_by", day="09/04/2022", who=NOTHING, how="đã cấp vốn")
    assert difficulty(resolved=True, **ended | {"ended_by": ""})[4] == f"Sở Văn hóa ({unknown})"


def test_a_list_of_gaps_that_is_cut_says_how_many_more_there_are() -> None:
    gap = DataGap("no_source", 39, ("BDV01", "BNC01"), more=37)
    ((_, _, names),) = cells(gap_table(PEN, [gap], None))
    assert names == "BDV01; BNC01 và 37 nơi khác"


def test_the_percentage_of_a_limit_is_a_number_with_its_word() -> None:
    told = PEN.of_plan(Decimal("116.7"), is_limit=True)
    assert isinstance(told, WrittenNumber)
    assert told == "đã dùng 116,7%"
    assert told.value == Decimal("1.167") and told.words_before == "đã dùng "
    assert WrittenNumber("<0,1%", Decimal("0.04"), is_percent=True).words_before == ""
    assert _shown_as(told) == '"đã dùng "0.0%'
    assert _shown_as(WrittenNumber("48,3%", Decimal("48.3"), is_percent=True)) == "0.0%"
