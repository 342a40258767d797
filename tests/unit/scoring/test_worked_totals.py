"""Worked cases of totals, reading by reading, to the last point: facts and who read them how."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from scoring_rules import exact, failed, late, line, reading

from models.rules.objective_causes import CauseState
from models.rules.scoring.exact import decimal_of
from models.rules.scoring.readings import (
    DeductionBase,
    DeductionFloor,
    Denominator,
    NothingAssigned,
    Surplus,
)
from models.rules.scoring.results import (
    LeaderParts,
    PeriodFacts,
    TotalPoints,
    total_of,
)
from models.rules.scoring.task_lines import TaskLine

ASSIGNED, COMPLETED = Denominator.ASSIGNED, Denominator.COMPLETED
LINE, UNIT = DeductionBase.LINE, DeductionBase.UNIT
CONFIRMED, ASKED = CauseState.CONFIRMED, CauseState.ASKED


@dataclass(frozen=True)
class Case:
    """Facts, a reading, and what comes of them: result in percent, total, grade by points."""

    lines: tuple[TaskLine, ...]
    general: str
    read: dict[str, Any]
    result: str
    total: str
    grade: str
    leader: LeaderParts | None = None


FOUR_TOTALS = (
    line("T1", 400, 2, 2, late()),
    line("T2", 100, 10, 9, failed()),
    line("T3", 300, 1, 1),
)
HEAD = (line("drafts", 2, 5, 5, failed(), failed()), line("inspections", 5, 4, 4))
OTHER = line("T2", 1, 2, 2)


def flooded(*causes: CauseState) -> tuple[TaskLine, ...]:
    return line("T1", 2, 4, 4, *map(late, causes)), OTHER


def reviewed(times: int) -> tuple[TaskLine, ...]:
    return line("T1", 3, 1, 1, *[failed()] * times), line("T2", 1, 3, 3)


def surplus(second: int) -> tuple[TaskLine, ...]:
    return line("T1", 2, 10, 14), line("T2", 5, 4, second)


def leading(d: bool, dd: bool, e: bool | None) -> LeaderParts:
    return LeaderParts(d, dd, e)


NO_FLOOR = {"deduction_floor": DeductionFloor.NONE}
CASES = {
    "G01 over assigned, of the line": Case(FOUR_TOTALS, "27.5", {}, "88.4921", "89.44", "good"),
    "G01 over assigned, of the unit": Case(
        FOUR_TOTALS, "27.5", {"deduction_base": UNIT}, "93.2540", "92.78", "excellent"
    ),
    "G01 over completed, of the line": Case(
        FOUR_TOTALS, "27.5", {"denominator": COMPLETED}, "91.3294", "91.43", "excellent"
    ),
    "G01 over completed, of the unit": Case(
        FOUR_TOTALS,
        "27.5",
        {"denominator": COMPLETED, "deduction_base": UNIT},
        "96.3294",
        "94.93",
        "excellent",
    ),
    "G02 all full": Case(
        HEAD, "27.5", {}, "97.2222", "95.56", "excellent", leading(True, True, True)
    ),
    "G02 d 50": Case(HEAD, "27.5", {}, "88.8889", "89.72", "good", leading(False, True, True)),
    "G02 đ 50": Case(HEAD, "27.5", {}, "88.8889", "89.72", "good", leading(True, False, True)),
    "G02 all 50": Case(HEAD, "27.5", {}, "72.2222", "78.06", "good", leading(False, False, False)),
    "G03 none confirmed": Case(
        flooded(CauseState.REFUSED, ASKED), "28", {}, "86.6667", "88.67", "good"
    ),
    "G03 one confirmed": Case(flooded(CONFIRMED, ASKED), "28", {}, "93.3333", "93.33", "excellent"),
    "G03 both confirmed": Case(
        flooded(CONFIRMED, CONFIRMED), "28", {}, "100.0000", "98.00", "excellent"
    ),
    "G03 one confirmed, of a unit": Case(
        flooded(CONFIRMED, CauseState.WITHDRAWN),
        "28",
        {"deduction_base": UNIT},
        "98.3333",
        "96.83",
        "excellent",
    ),
    "G04 four failed reviews": Case(reviewed(4), "25", {}, "83.3333", "83.33", "good"),
    "G04 five, the same": Case(reviewed(5), "25", {}, "83.3333", "83.33", "good"),
    "G04 five without a floor": Case(reviewed(5), "25", NO_FLOOR, "79.1667", "80.42", "good"),
    "G05 3 of 4, cut by line": Case(surplus(3), "26", {}, "87.5000", "87.25", "good"),
    "G05 3 of 4, cut in total": Case(
        surplus(3), "26", {"surplus": Surplus.TOTAL}, "100.0000", "96.00", "excellent"
    ),
    "G05 3 of 4, uncut": Case(
        surplus(3), "26", {"surplus": Surplus.UNCUT}, "107.5000", "101.25", "excellent"
    ),
    "G05 4 of 4, cut by line": Case(surplus(4), "26", {}, "100.0000", "96.00", "excellent"),
    "G05 4 of 4, cut in total": Case(
        surplus(4), "26", {"surplus": Surplus.TOTAL}, "100.0000", "96.00", "excellent"
    ),
    "G05 4 of 4, uncut": Case(
        surplus(4), "26", {"surplus": Surplus.UNCUT}, "120.0000", "110.00", "excellent"
    ),
    "G06 zero": Case(
        (), "26.5", {"nothing_assigned": NothingAssigned.ZERO}, "0.0000", "26.50", "not_completed"
    ),
    "G06 hundred": Case(
        (), "26.5", {"nothing_assigned": NothingAssigned.HUNDRED}, "100.0000", "96.50", "excellent"
    ),
    "nothing done, over completed": Case(
        (line("T", 1, 4, 0),), "24", {"denominator": COMPLETED}, "66.6667", "70.67", "good"
    ),
    "G16 as decided": Case(
        (line("X", 5, 4, 4), line("Y", 10, 2, 2, late())), "27", {}, "95.8333", "94.08", "excellent"
    ),
    "G16 after the correction": Case(
        (line("X", 5, 4, 3), line("Y", 10, 2, 2, late())), "27", {}, "83.3333", "85.33", "good"
    ),
}


def total(case: Case) -> TotalPoints:
    facts = PeriodFacts(case.lines, exact(case.general), case.leader)
    scored = total_of(facts, reading(**case.read))
    assert isinstance(scored, TotalPoints)
    return scored


@pytest.mark.parametrize("name", CASES)
def test_it_comes_to_the_worked_total(name: str) -> None:
    case, scored = CASES[name], total(CASES[name])
    shown = (decimal_of(scored.result.share * 100, 4), decimal_of(scored.rounded, 2))
    assert [str(each) for each in shown] == [case.result, case.total]
    assert scored.grade == case.grade


def test_it_spells_the_sum_out() -> None:
    scored = total(CASES["G01 over assigned, of the line"])
    assert [
        (each.line.reference, each.assigned, each.completed, each.quality, each.in_time)
        for each in scored.result.lines
    ] == [
        ("T1", 800, 800, 800, 600),
        ("T2", 1000, 900, 675, 900),
        ("T3", 300, 300, 300, 300),
    ]
    assert [(part.name, part.part, part.whole) for part in scored.result.parts] == [
        ("a", 2000, 2100),
        ("b", 1775, 2100),
        ("c", 1800, 2100),
    ]
    assert [each.taken for points in scored.result.lines for each in points.deductions] == [
        200,
        225,
    ]
    assert (
        scored.general + scored.results
        == scored.exact
        == Fraction(27.5) + Fraction(70 * 5575, 6300)
    )


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("G05 4 of 4, cut by line", ["ratio"] * 3),
        ("G05 4 of 4, cut in total", ["cut"] * 3),
        ("G05 4 of 4, uncut", ["ratio"] * 3),
        ("G06 zero", ["nothing_assigned"] * 3),
        ("nothing done, over completed", ["ratio", "nothing_completed", "nothing_completed"]),
        ("G02 d 50", [*["ratio"] * 3, *["entered"] * 3]),
    ],
)
def test_it_says_how_each_part_came_to_its_share(name: str, notes: list[str]) -> None:
    assert [part.note for part in total(CASES[name]).result.parts] == notes


def test_it_names_what_was_waived() -> None:
    scored = total(CASES["G03 one confirmed"])
    deductions = scored.result.lines[0].deductions
    assert [(each.shortfall.waived, each.taken) for each in deductions] == [(True, 0), (False, 2)]
