"""Grades of officials by unit and quarter against the past.

Of a quarter that is published the decided grades are counted. Of any other it is the points of
results, as a share of the most that results can give, by the bands of the rule set: provisional.
Each quarter says which of the two it shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlmodel import Session, select

from dondoc.collecting import seldom_collecting
from dondoc.services.evaluation.people.decided_grades import DecidedGrades, decided_grades
from dondoc.services.evaluation.people.flags import rise_parameters
from dondoc.services.evaluation.people.officials_list import OfficialsList, officials_list
from dondoc.services.evaluation.people.rules_in_force import rules_of_quarters
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.figures.quarter import Quarter, quarter_of
from dondoc.store.cache import Cache, database_of, keep, version
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.grade_distribution import GradeCounts, count_grades, has_risen
from models.rules.scoring.exact import HUNDRED
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.results import grade_by_points

LISTS = Cache(4)
"""A list of 5,000 officials takes some ten megabytes, and a minute to compute."""


@dataclass(frozen=True)
class _Graded:
    """An official in a quarter. `grade`: None without points."""

    unit_id: int
    unit: str
    quarter: Quarter
    grade: Grade | None


@dataclass(frozen=True)
class QuarterGrades:
    """Everybody in a quarter. `decided`: the grades are decided and published, else provisional."""

    quarter: Quarter
    counts: GradeCounts
    decided: bool


@dataclass(frozen=True)
class UnitGrades:
    """A unit in the quarter that is looked at, before it, and a year before; '' is everybody.

    `risen`: the share of the best grade rose so far that somebody should ask why.
    """

    unit: str
    now: GradeCounts
    before: GradeCounts
    year_before: GradeCounts
    risen: bool


@dataclass(frozen=True)
class Distribution:
    """Quarters in their order, those without anybody left out; the units in the plan's order."""

    quarter: Quarter
    quarters: tuple[QuarterGrades, ...]
    everybody: UnitGrades
    units: tuple[UnitGrades, ...]

    def decided(self, quarter: Quarter) -> bool:
        """Whether what is counted of a quarter was decided and published."""
        return any(each.decided for each in self.quarters if each.quarter == quarter)


def band_of(results: Fraction, parameters: ScoringParameters) -> Grade:
    """The band of the points of results alone, as if they were all that there is."""
    return grade_by_points(results * HUNDRED / parameters.results_most, parameters)


def distribution(
    session: Session,
    this_year: OfficialsList,
    programme: Programme,
    quarter: Quarter,
    chosen: EvaluationRules | None,
) -> Distribution:
    """Of the officials of a year, beside those of the year before where it was in here.

    `chosen`: what a rule set that is asked for makes of it; nobody decided anything by it.
    """
    decided = {} if chosen else dict(decided_grades(session, programme))
    past = _past(session, programme.year, this_year.as_of, chosen)
    graded = [*past.graded, *_graded(session, this_year, programme.year, chosen, decided)]
    published = {*past.decided, *decided}
    by_quarter: dict[Quarter, list[_Graded]] = defaultdict(list)
    for each in graded:
        by_quarter[each.quarter].append(each)
    counted = [
        QuarterGrades(each, count_grades(one.grade for one in by_quarter[each]), each in published)
        for each in sorted(by_quarter, key=lambda one: one.start)
    ]
    return Distribution(
        quarter,
        tuple(each for each in counted if each.counts.graded),
        _unit("", graded, quarter),
        tuple(_units(graded, quarter)),
    )


def _units(graded: Sequence[_Graded], quarter: Quarter) -> Iterable[UnitGrades]:
    by_unit: dict[int, list[_Graded]] = defaultdict(list)
    for each in graded:
        by_unit[each.unit_id].append(each)
    for ours in by_unit.values():
        if any(each.quarter == quarter for each in ours):
            yield _unit(ours[-1].unit, ours, quarter)


def _unit(name: str, graded: Sequence[_Graded], quarter: Quarter) -> UnitGrades:
    before = quarter_of(date.fromordinal(quarter.start.toordinal() - 1))
    year_before = Quarter(quarter.year - 1, quarter.number)
    now, then, last = (
        count_grades(each.grade for each in graded if each.quarter == of)
        for of in (quarter, before, year_before)
    )
    parameters = rise_parameters()
    risen = any(has_risen(now, past, Grade.EXCELLENT, parameters) for past in (then, last))
    return UnitGrades(name, now, then, last, risen)


@dataclass(frozen=True)
class _Past:
    """The year before; `decided`: those of its quarters that are published."""

    graded: tuple[_Graded, ...] = ()
    decided: frozenset[Quarter] = frozenset()


def _past(session: Session, year: int, as_of: date, chosen: EvaluationRules | None) -> _Past:
    """The year before: read again only once something has happened."""
    before = session.exec(select(Programme).where(Programme.year == year - 1)).first()
    if before is None:
        return _Past()

    def read() -> _Past:
        decided = {} if chosen else decided_grades(session, before)
        officials = officials_list(session, before, as_of, chosen)
        return _Past(
            tuple(_graded(session, officials, year - 1, chosen, decided)), frozenset(decided)
        )

    key = ("grades", database_of(session), before.key, as_of, _name(chosen))
    return keep(key, version(session), read)


def _name(chosen: EvaluationRules | None) -> str:
    return chosen.model_dump_json() if chosen else ""


def _graded(
    session: Session,
    officials: OfficialsList,
    year: int,
    chosen: EvaluationRules | None,
    decided: DecidedGrades,
) -> Iterable[_Graded]:
    judged_by = {
        leads: [rules.parameters() for rules in rules_of_quarters(session, year, leads, chosen)]
        for leads in (True, False)
    }
    for official in officials.officials:
        by_quarter = zip(official.so_far.quarters, judged_by[official.leads], strict=True)
        for each, parameters in by_quarter:
            quarter = Quarter(year, int(each.period.removeprefix("Q")))
            if quarter in decided:
                grade = decided[quarter].get(official.code)
            else:
                grade = None if each.results is None else band_of(each.results, parameters)
            yield _Graded(official.unit_id, official.unit, quarter, grade)


def list_with_distribution(
    session: Session,
    programme: Programme,
    as_of: date,
    chosen: EvaluationRules | None,
    quarter: Quarter,
) -> tuple[OfficialsList, Distribution]:
    """Both as a page shows them: computed once for all who look, until something happens."""

    @seldom_collecting()
    def read() -> tuple[OfficialsList, Distribution]:
        found = officials_list(session, programme, as_of, chosen, quarter)
        return found, distribution(session, found, programme, quarter, chosen)

    key = (database_of(session), programme.key, as_of, _name(chosen), str(quarter))
    return LISTS.keep(key, version(session), read)
