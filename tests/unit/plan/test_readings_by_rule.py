"""What is read by rule alone, as nothing in the column tells, is said once for the column."""

from datetime import date
from pathlib import Path

import pytest

from dondoc.services.plan.check.check import Checked, check
from dondoc.services.plan.check.options import CheckOptions
from tests.support.plan_rows import OF_THE_YEAR, TASKS, checked_rows, errors, task, warned

OF_NUMBERS = CheckOptions(year=2026, unit="A", unit_name="Phòng A", kind="last_value")
TARGETS = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm"]


def with_targets(folder: Path, *targets: object) -> Checked:
    rows = [[n, f"Chỉ tiêu {n}", "ha", target] for n, target in enumerate(targets, 1)]
    return checked_rows(folder, TARGETS, *rows, options=OF_NUMBERS)


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        (["2.125"], ["D2"]),
        ([12, "2.125", "3.500"], ["D3"]),
        (["≥ 2.125"], ["D2"]),
        (["2.125 ha"], ["D2"]),
        (["2.125", "2,5"], []),
        (["2.125", "1.234.567"], []),
        (["2.125,5"], []),
        ([2125], []),
        (["0.125"], []),
    ],
)
def test_a_point_that_may_begin_decimals_is_said_once(tmp_path, targets, said):
    checked = with_targets(tmp_path, *targets)

    assert errors(checked) == []
    assert warned(checked, "thousands_by_rule") == said


def test_how_a_point_was_read_and_the_other_way_are_named(tmp_path):
    said = next(p for p in with_targets(tmp_path, "2.125").warnings if "by_rule" in p.key)

    assert (said.params["number"], said.params["other"]) == ("2125", "2,1250")


def dates_of_csv(folder: Path, *days: str) -> Checked:
    lines = [TASKS, *(task(f"Việc {n}", due=day, tt=n) for n, day in enumerate(days))]
    text = "\n".join(";".join(str(cell or "") for cell in line) for line in lines)
    (folder / "plan.csv").write_text(text, encoding="utf-8")
    return check(folder / "plan.csv", OF_THE_YEAR)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["5/6/2026", "7/8/2026"], ["F2"]),
        (["5/6", "7/8"], ["F2"]),
        (["trước 5/6/2026", "Quý II"], ["F2"]),
        (["30/6/2026", "7/8/2026"], []),
        (["30/6", "7/8/2026"], []),
        (["6/6/2026"], []),
        (["2026-06-05"], []),
        (["Tháng 6/2026", "Tháng 3-6"], []),
    ],
)
def test_dates_that_all_fit_both_orders_are_said_once(tmp_path, days, said):
    checked = dates_of_csv(tmp_path, *days)

    assert errors(checked) == []
    assert warned(checked, "day_first_by_rule") == said


def test_how_such_a_date_was_read_is_named(tmp_path):
    checked = dates_of_csv(tmp_path, "5/6/2026")
    said = next(p for p in checked.warnings if "by_rule" in p.key)

    assert checked.draft is not None
    assert checked.draft.assignments[0].deadline == date(2026, 6, 5)
    assert (said.params["day"], said.params["month"]) == ("5", "6")


def test_true_dates_of_a_workbook_are_not_doubted(tmp_path):
    rows = [TASKS, task("A", due=date(2026, 6, 5))]
    checked = checked_rows(tmp_path, *rows, options=OF_THE_YEAR)
    assert warned(checked, "day_first_by_rule") == []


def test_days_without_a_year_tell_of_an_english_spreadsheet_too(tmp_path):
    """It leaves "30/6" as a text and turns "2/10" into the tenth of February."""
    rows = [TASKS, task("A", due="30/6"), task("B", due=date(2026, 2, 10), tt=2)]
    checked = checked_rows(tmp_path, *rows, options=OF_THE_YEAR)

    assert errors(checked) == [("F3", "date_order")]
    assert checked.errors[0].params["year"] == "2026"
