"""What a deciding body settles before it decides: each conflict with its numbers, none resolved.

Decree 335/2025/NĐ-CP Art. 20; HD 02-HD/BTCTW (secondary).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dondoc.services.evaluation.people.other_readings import OtherReading
from dondoc.services.evaluation.ranking.groups import RankedPeriod
from dondoc.services.evaluation.ranking.standings import PeriodStanding
from dondoc.services.evaluation.ranking.unit_scores import GroupScore, UnitScore
from models.rules.evaluation import Grade
from models.rules.scoring.caps import binds, over_by
from models.rules.scoring.gates import Gate
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.results import MissingReason, grade_by_points
from models.rules.scoring.seats import SeatsOfGroup
from models.rules.scoring.units import GradeInUnit, PlaceInUnit, grade_in_unit


class ConflictKind(StrEnum):
    """What is to be settled, in the order in which a session does."""

    CAP_EXCEEDED = "cap_exceeded"
    TIED_AT_LAST_SEAT = "tied_at_last_seat"
    UNIT_UNDER_SHARE = "unit_under_share"
    HELD_BY_UNIT = "held_by_unit"
    DISCIPLINED = "disciplined"
    GATES_OPEN = "gates_open"
    CROSSES_LINE = "crosses_line"
    NOT_ENOUGH_DATA = "not_enough_data"
    DECIDED_OTHERWISE = "decided_otherwise"


@dataclass(frozen=True)
class EvaluationConflict:
    """One thing to settle. What a kind does not speak of is empty.

    `people`: their codes. `seats`: of the cap, in `group` (None: of all together), by `rules`.
    `unit`: the score that holds somebody; `held`: what it leaves of a grade, None of a unit alone.
    `gates`: open or unknown; `readings`: under which a line is crossed. `computed`, `decided`: a
    grade by the rule set, and the other one that somebody chose.
    """

    kind: ConflictKind
    people: tuple[str, ...]
    group: str | None = None
    rules: str = ""
    seats: SeatsOfGroup | None = None
    unit: UnitScore | None = None
    held: GradeInUnit | None = None
    gates: tuple[Gate, ...] = ()
    missing: tuple[MissingReason, ...] = ()
    readings: tuple[OtherReading, ...] = ()
    computed: Grade | None = None
    decided: Grade | None = None


Readings = Mapping[str, Sequence[OtherReading]]
"""By the code of a person the readings under which something of their period differs."""


def conflicts_of(
    ranked: RankedPeriod, units: Iterable[GroupScore] = (), readings: Readings | None = None
) -> tuple[EvaluationConflict, ...]:
    """Everything to be settled in a period, by kinds; caps count grades as they were decided."""
    people = ranked.standings.people
    found = [
        *_caps(ranked),
        *_units(ranked, [unit for group in units for unit in group.units]),
        *_disciplined(ranked),
        *(_gates(each) for each in people if each.points.held),
        *_crossing(ranked, readings or {}),
        *(_without_data(each) for each in people if each.points.missing),
        *_otherwise(ranked),
    ]
    order = list(ConflictKind)
    return tuple(sorted(found, key=lambda each: order.index(each.kind)))


def _caps(ranked: RankedPeriod) -> Iterator[EvaluationConflict]:
    for rules, caps in ranked.caps.items():
        parameters = ranked.parameters_of(rules)
        own = next(each.seats for each in caps if each.own)
        for seats in (each for each in own if binds(each.group, parameters)):
            everybody = (*seats.seated, *seats.tied, *seats.without)
            if over_by(seats):
                yield EvaluationConflict(
                    ConflictKind.CAP_EXCEEDED, everybody, seats.group, rules, seats
                )
            if seats.tied:
                kind = ConflictKind.TIED_AT_LAST_SEAT
                yield EvaluationConflict(kind, seats.tied, seats.group, rules, seats)


def _units(ranked: RankedPeriod, units: Sequence[UnitScore]) -> Iterator[EvaluationConflict]:
    members: dict[int, list[PeriodStanding]] = defaultdict(list)
    for each in ranked.standings.people:
        for unit_id in {each.official.unit_id, *each.official.in_units}:
            members[unit_id].append(each)
    for unit in units:
        if unit.under:
            yield EvaluationConflict(ConflictKind.UNIT_UNDER_SHARE, (), unit=unit, rules=unit.rules)
        for each in members.get(unit.unit_id, ()):
            held = held_in_unit(each, unit, ranked)
            if held is not None:
                yield EvaluationConflict(
                    ConflictKind.HELD_BY_UNIT, (each.code,), rules=each.rules, unit=unit,
                    held=held, computed=ranked.grade_of(each),
                )  # fmt: skip


def held_in_unit(
    standing: PeriodStanding, unit: UnitScore, ranked: RankedPeriod
) -> GradeInUnit | None:
    """What a unit of theirs leaves of somebody's grade; None where it leaves it, or nobody knows.

    Of a grade that is not known the best that can come of it is asked: it may yet be too good.
    """
    grade = ranked.grade_of(standing) or standing.points.best
    if grade is None:
        return None
    parameters = ranked.standings.parameters[standing.official.leads]
    place = standing.official.place_in(unit.unit_id) or PlaceInUnit.OFFICIAL
    held = grade_in_unit(place, grade, (unit.share, unit.points.grade), parameters)
    return None if held.reason is None else held


def _disciplined(ranked: RankedPeriod) -> Iterator[EvaluationConflict]:
    """Whom discipline holds, until they are decided so, or not to be graded."""
    for each in ranked.standings.people:
        decided = ranked.decided.get(each.code)
        waits = each.points.disciplined and each.code not in ranked.decided
        if waits or is_above_discipline(each, decided):
            yield EvaluationConflict(
                ConflictKind.DISCIPLINED, (each.code,), rules=each.rules,
                computed=Grade.NOT_COMPLETED, decided=decided,
            )  # fmt: skip


def is_above_discipline(standing: PeriodStanding, grade: Grade | None) -> bool:
    """Whether a grade is better than discipline leaves by the rule set."""
    return standing.points.disciplined and grade not in (None, Grade.NOT_COMPLETED)


def _gates(standing: PeriodStanding) -> EvaluationConflict:
    points = standing.points
    return EvaluationConflict(
        ConflictKind.GATES_OPEN, (standing.code,), rules=standing.rules, gates=points.held,
        computed=points.grade,
    )  # fmt: skip


def _crossing(ranked: RankedPeriod, readings: Readings) -> Iterator[EvaluationConflict]:
    for each in ranked.standings.people:
        parameters = ranked.standings.parameters[each.official.leads]
        crossing = tuple(
            reading
            for reading in readings.get(each.code, ())
            if is_moved(each, reading, parameters)
        )
        if crossing:
            yield EvaluationConflict(
                ConflictKind.CROSSES_LINE, (each.code,), rules=each.rules, readings=crossing
            )


def is_moved(
    standing: PeriodStanding, reading: OtherReading, parameters: ScoringParameters
) -> bool:
    """Whether another reading moves somebody over a line, whatever is entered yet.

    One that only makes a known grade unknown does not, nor one of nothing.
    """
    points = standing.points
    if not reading.crosses or points.least is None or points.most is None:
        return False
    if reading.overruled or None in reading.grades:
        return True
    here = tuple(grade_by_points(end, parameters) for end in (points.least, points.most))
    if here == reading.grades:
        return True  # the points are the same, so a gate is another
    order = list(Grade)
    worst, best = (order.index(grade) for grade in reading.grades if grade)
    return here[0] is not here[1] or not best <= order.index(here[0]) <= worst


def _without_data(standing: PeriodStanding) -> EvaluationConflict:
    return EvaluationConflict(
        ConflictKind.NOT_ENOUGH_DATA, (standing.code,), rules=standing.rules,
        missing=standing.points.missing,
    )  # fmt: skip


def _otherwise(ranked: RankedPeriod) -> Iterator[EvaluationConflict]:
    for each in ranked.standings.people:
        computed = each.points.grade
        if is_above_discipline(each, ranked.decided.get(each.code)):
            continue  # it is said with what disciplines them
        if each.code in ranked.decided and ranked.decided[each.code] is not computed:
            yield EvaluationConflict(
                ConflictKind.DECIDED_OTHERWISE, (each.code,), rules=each.rules,
                computed=computed, decided=ranked.decided[each.code],
            )  # fmt: skip
