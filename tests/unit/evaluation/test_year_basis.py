"""The year of a person: gates of all its work, discipline, what a decision rests on, where."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from scoring_rules import E, G, N, exact, reading

from dondoc.services.evaluation.course.due_days import DueDays, proposed_days
from dondoc.services.evaluation.course.year_basis import YearBasis, YearPeriod
from dondoc.services.evaluation.people.entered import NOTHING_ENTERED, EnteredPoints
from dondoc.services.evaluation.people.places import UnitAndPosition, place_at_last
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.periods import whole_year
from dondoc.services.figures.quarter import Quarter
from models.rules.calendar import calendar_of
from models.rules.evaluation import Grade
from models.rules.indicators import Direction
from models.rules.scoring.achieved_shares import ReportedAs
from models.rules.scoring.from_checkpoints import WorkAsked, WorkResult
from models.rules.scoring.gates import Overruled
from models.rules.scoring.parameters import Need
from models.rules.scoring.readings import Discipline, FallBelowGate
from models.rules.scoring.results import MissingReason
from models.rules.scoring.undecided_periods import UndecidedPeriods
from models.rules.scoring.years import YearPart, YearPartState


def decided(number: int, points: str, grade: Grade = E, **said: Any) -> YearPeriod:
    total = exact(points)
    part = YearPart(YearPartState.DECIDED, exact(28), total - 28, total, grade)
    return YearPeriod(Quarter(2022, number), part, total, **said)


def undecided(number: int, state: YearPartState, points: str = "60") -> YearPeriod:
    part = YearPart(state, exact(20), exact(points) - 20, exact(points))
    return YearPeriod(Quarter(2022, number), part)


def work(unit: int, day: date, position: str = "Chuyên viên") -> OfficialWork:
    asked = WorkAsked(f"M{day}", exact(1), day, Direction.HIGHER, True, None)
    return OfficialWork(
        ref=day.isoformat(), title="Đề án", unit_id=unit, unit=f"Sở {unit}", position=position,
        asked=asked, result=WorkResult(ReportedAs.DELIVERED, None), reason=None, due_on=day,
        original_due_on=day, unit_of_measure="", expected=None, value=None, is_estimate=False,
        weight=Decimal(1),
    )  # fmt: skip


THREE = (decided(1, "96"), decided(2, "93"), decided(3, "94.5"))
SPRING = date(2022, 3, 31)


def graded(basis: YearBasis, entered: EnteredPoints = NOTHING_ENTERED, **read: Any) -> Grade | None:
    return basis.scored(True, reading(**read), entered).grade


def test_the_year_reads_as_any_other_evaluation() -> None:
    period = YearBasis(THREE).scored(False, reading(), NOTHING_ENTERED)
    assert period.total is not None
    assert (period.total.exact, period.total.general) == (exact("94.5"), exact(28))
    assert (period.results, period.grade, period.bounds) == (exact("66.5"), E, (exact("94.5"),) * 2)
    nothing = YearBasis(()).scored(False, reading(), NOTHING_ENTERED)
    assert (nothing.total, nothing.grade) == (None, None)
    assert nothing.missing == (MissingReason.PERIOD_UNDECIDED,)


def test_gates_ask_for_all_work_of_the_year() -> None:
    needs = ((E, (Need.ENOUGH_EXCEEDED,)), (G, ()), (Grade.COMPLETED, ()))
    basis = YearBasis(THREE, (work(1, SPRING),))
    assert graded(basis, needs=needs) is G
    assert graded(YearBasis(THREE), needs=needs) is E
    repaired = ((E, (Need.SHORTCOMINGS_REPAIRED,)), (G, ()), (Grade.COMPLETED, ()))
    assert graded(basis, needs=repaired) is None  # nobody has said how many there were
    told = EnteredPoints(shortcomings=3, repaired=2)
    assert graded(basis, told, needs=repaired) is G
    assert graded(basis, replace(told, repaired=3), needs=repaired) is E
    both = (*repaired[:1], (G, (Need.ENOUGH_EXCEEDED,)), repaired[2])
    for fall, left in ((FallBelowGate.ONE_STEP, G), (FallBelowGate.CASCADE, Grade.COMPLETED)):
        assert graded(basis, told, needs=both, fall_below_gate=fall) is left


def test_discipline_in_the_year_is_not_completed_where_the_rule_set_says_so() -> None:
    part = replace(THREE[1].part, disciplined=True, grade=N)
    by_period = YearBasis((THREE[0], replace(THREE[1], part=part)))
    entered = EnteredPoints(disciplined=True)
    for basis, said in ((by_period, NOTHING_ENTERED), (YearBasis(THREE), entered)):
        period = basis.scored(True, reading(), said)
        assert (period.grade, period.overruled) == (N, Overruled.DISCIPLINE)
        free = basis.scored(True, reading(discipline=Discipline.NOTHING), said)
        assert free.overruled is None
        assert free.grade is not N


def test_a_decision_rests_on_what_counts_and_not_on_what_is_still_to_come() -> None:
    def plain(*periods: YearPeriod, rule: UndecidedPeriods = UndecidedPeriods.LEFT_OUT) -> Any:
        return YearBasis(periods).plain(True, reading(undecided_periods=rule))

    first = plain(*THREE, undecided(4, YearPartState.NOT_OVER))
    assert plain(*THREE, undecided(4, YearPartState.NOT_PUBLISHED, "70")) == first
    changed = (
        plain(*THREE, decided(4, "95")),
        plain(*THREE[:2], decided(3, "94"), undecided(4, YearPartState.NOT_OVER)),
        plain(*THREE[:2], decided(3, "94.5", G), undecided(4, YearPartState.NOT_OVER)),
        plain(*THREE[:2], decided(3, "94.5", outdated=True), undecided(4, YearPartState.NOT_OVER)),
    )
    assert all(each != first for each in changed)
    elsewhere = YearPeriod(Quarter(2022, 4), YearPart(YearPartState.NOT_IN_ROUND))
    assert plain(*THREE, elsewhere) == first  # a round that evaluates others was opened
    rule = UndecidedPeriods.NO_TOTAL
    waits = undecided(4, YearPartState.NOT_OVER)
    assert plain(*THREE, elsewhere, rule=rule) != plain(*THREE, waits, rule=rule)
    rule = UndecidedPeriods.PROVISIONAL
    one, other = (
        plain(*THREE, undecided(4, YearPartState.NOT_OVER, points), rule=rule)
        for points in ("60", "61")
    )
    assert one != other


def test_whoever_moved_is_evaluated_where_they_are_by_the_years_end() -> None:
    works = [work(1, SPRING), work(1, date(2022, 3, 30)), work(2, date(2022, 11, 30), "Phó phòng")]
    old, new = UnitAndPosition(1, "Chuyên viên"), UnitAndPosition(2, "Phó phòng")
    elsewhere = UnitAndPosition(3, "Chánh Văn phòng")
    assert place_at_last(works, [new]) == new
    assert place_at_last(works, [old, new]) == new  # the latest work, not most of it
    assert place_at_last(works[:2], [new, old]) == old
    assert place_at_last(works[:2], [elsewhere]) == elsewhere
    assert place_at_last(works, []) == new
    assert place_at_last([], [elsewhere, new]) == elsewhere


CALENDAR = calendar_of([2022, 2023], (), ())


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2022, 10, 3), ((11, 23), (11, 30), (12, 7), (12, 14))),
        (date(2022, 11, 17), ((11, 23), (11, 30), (12, 7), (12, 14))),
        (date(2022, 12, 1), ((12, 2), (12, 7), (12, 9), (12, 14))),
        (date(2022, 12, 9), ((12, 9), (12, 12), (12, 13), (12, 14))),
        (date(2022, 12, 12), ((12, 16), (12, 23), (12, 30), (1, 6))),
        (date(2023, 1, 9), ((1, 13), (1, 20), (1, 27), (2, 3))),
    ],
)
def test_a_year_is_decided_before_15_december_as_long_as_there_is_a_day_for_each_step(
    today: date, days: tuple[tuple[int, int], ...]
) -> None:
    found = proposed_days(whole_year(2022), CALENDAR, today)
    wanted = [date(2023 if month < 3 else 2022, month, day) for month, day in days]
    assert found == DueDays(wanted[0], wanted[1], wanted[2], wanted[3])
