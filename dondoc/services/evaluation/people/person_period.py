"""A person's period put together: the work, what each rule set makes of it, and who looked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.discipline import DisciplineFact
from dondoc.services.evaluation.people.entered import NOTHING_ENTERED, EnteredPoints
from dondoc.services.evaluation.people.flags import read_flags
from dondoc.services.evaluation.people.led_fields import LedFieldNamed, fields_in
from dondoc.services.evaluation.people.next_grade import GradeStep, steps_up
from dondoc.services.evaluation.people.other_readings import OtherReading, other_readings
from dondoc.services.evaluation.people.periods import quarters_of, short_name
from dondoc.services.evaluation.people.read import OfficialsReading, read_officials
from dondoc.services.evaluation.people.rules_in_force import (
    chosen_first,
    is_in_force,
    rules_for,
    rules_of_quarters,
)
from dondoc.services.evaluation.people.scored import (
    QuarterPoints,
    ScoredPeriod,
    quarter_points,
    scored,
)
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.figures.periods import DigestPeriod, whole_year
from dondoc.services.organisation.in_force import held_on
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.evaluation_flags import Flag
from models.rules.scoring.exact import ZERO, rounded
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import YearTotal, year_total

QUARTERS = 4


@dataclass(frozen=True)
class RuleSetResult:
    """What one rule set makes of a period. `in_force`: on the period's last day.

    `period`: None of a year, which is made of its quarters: see `so_far`.
    """

    code: str
    version: int
    title: str
    in_force: bool
    period: ScoredPeriod | None
    so_far: "YearSoFar"


@dataclass(frozen=True)
class QuarterResult:
    """The points of a quarter's results by a rule set; None where nothing is counted."""

    period: str
    counted: int
    results: Fraction | None


@dataclass(frozen=True)
class YearSoFar:
    """The year from its quarters. `results`: the mean of the points of those that have any.

    `year`: from the totals, where the rule set needs nothing that nobody has entered.
    """

    quarters: tuple[QuarterResult, ...]
    results: Fraction | None
    year: YearTotal | None


@dataclass(frozen=True)
class PersonPeriod:
    """The provisional result of one official: nobody has decided anything.

    `counted`: what is scored; `not_counted`: what is not, each with its reason; of a year they
    stand with its quarters. `rules`: the one that is shown first, then all others that judge such
    a person. `steps`, `readings`: of the first. `as_judged`: of a year whose quarters are judged by
    several rule sets, each by its own; None of any other.
    `flags`: observations, which take nothing off. `disciplined`: papers that count in the period;
    `fields`: those led on a day of it.
    """

    person: str
    name: str
    year: int
    period: str
    as_of: date
    leads: bool
    counted: tuple[OfficialWork, ...]
    not_counted: tuple[OfficialWork, ...]
    rules: tuple[RuleSetResult, ...]
    steps: tuple[GradeStep, ...]
    readings: tuple[OtherReading, ...]
    flags: tuple[Flag, ...] = ()
    as_judged: YearSoFar | None = None
    disciplined: tuple[DisciplineFact, ...] = ()
    fields: tuple[LedFieldNamed, ...] = ()


def person_period(
    session: Session,
    programme: Programme,
    person: Person,
    period: DigestPeriod,
    as_of: date,
    chosen: EvaluationRules | None = None,
    entered: EnteredPoints = NOTHING_ENTERED,
) -> PersonPeriod:
    """The period of one person, as of the end of a day.

    `chosen`: the rule set shown first; `entered`: what people have entered of it.
    """
    reading = read_officials(session, programme, as_of, person.key)
    leads = person.key in heads_on(session, period.end, person.key)
    known = chosen_first(rules_for(session, leads), period.end, chosen)
    results = tuple(_result(rules, reading, person.key, leads, period, entered) for rules in known)
    first, parameters = results[0].period, known[0].parameters()
    works = reading.counted_in(person.key, period, parameters) if first else ()
    known_of = reading.known_of(person.key, period, entered)
    return PersonPeriod(
        person=person.code, name=person.full_name, year=programme.year,
        period=short_name(period), as_of=as_of, leads=leads,
        counted=tuple(each for each in works if each.reason is None),
        not_counted=tuple(each for each in works if each.reason is not None),
        rules=results,
        steps=steps_up(first, parameters) if first else (),
        readings=other_readings(works, leads, parameters, known_of) if works else (),
        as_judged=_as_judged(session, reading, person.key, leads) if not first else None,
        flags=read_flags(session, reading).of(person.key, period),
        disciplined=reading.disciplined_in(person.key, period),
        fields=fields_in(session, reading.fields, person.key, period.start, period.end),
    )  # fmt: skip


def _as_judged(
    session: Session, reading: OfficialsReading, person_id: int, leads: bool
) -> YearSoFar | None:
    judged_by = rules_of_quarters(session, reading.question.programme.year, leads)
    if all(rules == judged_by[0] for rules in judged_by):
        return None
    return year_so_far(reading, person_id, leads, [rules.parameters() for rules in judged_by])


def _result(
    rules: EvaluationRules,
    reading: OfficialsReading,
    person_id: int,
    leads: bool,
    period: DigestPeriod,
    entered: EnteredPoints,
) -> RuleSetResult:
    parameters = rules.parameters()
    works = reading.counted_in(person_id, period, parameters)
    known = reading.known_of(person_id, period, entered)
    return RuleSetResult(
        rules.code,
        rules.version,
        rules.title,
        is_in_force(rules, period.end),
        None if period.span == "year" else scored(works, leads, parameters, known),
        year_so_far(reading, person_id, leads, [parameters] * QUARTERS),
    )


def heads_on(session: Session, day: date, person_id: int | None = None) -> frozenset[int]:
    """The people who head a unit on a day; or only this one, if they do."""
    query = (
        select(col(Holding.person_id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(col(Position.heads_unit), held_on(day))
    )
    if person_id is not None:
        query = query.where(col(Holding.person_id) == person_id)
    return frozenset(session.connection().scalars(query))


def year_so_far(
    reading: OfficialsReading,
    person_id: int,
    leads: bool,
    by_quarter: Sequence[ScoringParameters],
) -> YearSoFar:
    """The quarters of a year and their mean: Decree 335/2025/NĐ-CP Art. 17, secondary.

    `by_quarter`: by what each quarter is scored; the year is rounded by that of the last.
    """
    quarters = tuple(_quarters(reading, person_id, leads, by_quarter))
    parameters = by_quarter[-1]
    results = [points.results for _, points in quarters if points.results is not None]
    totals = [points.total for _, points in quarters if points.total is not None]
    mean = sum(results, ZERO) / len(results) if results else None
    year = whole_year(reading.question.programme.year)
    disciplined = bool(reading.disciplined_in(person_id, year))
    return YearSoFar(
        tuple(QuarterResult(name, points.counted, points.results) for name, points in quarters),
        None if mean is None else rounded(mean, parameters.points_places, parameters.rounding),
        year_total(totals, leads, parameters, disciplined),
    )


def _quarters(
    reading: OfficialsReading,
    person_id: int,
    leads: bool,
    by_quarter: Sequence[ScoringParameters],
) -> Iterator[tuple[str, QuarterPoints]]:
    of_year = quarters_of(reading.question.programme.year)
    for quarter, parameters in zip(of_year, by_quarter, strict=True):
        works = reading.counted_in(person_id, quarter, parameters)
        known = reading.known_of(person_id, quarter)
        yield short_name(quarter), quarter_points(works, leads, parameters, known)
