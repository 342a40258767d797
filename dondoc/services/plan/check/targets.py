"""Checks that numbers and dates of an assignment agree with each other, by kind."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from dondoc.services.plan.check.assignments import CheckedAssignment, Context
from dondoc.services.plan.check.roadmap import RoadmapPoint
from dondoc.services.workbook.amounts import format_amount
from dondoc.services.workbook.grid import Percent, shown
from dondoc.services.workbook.layout import choice_word
from dondoc.services.workbook.plan import UnitDraft

NUMERIC_KINDS = ("increment", "running_total", "percentage", "last_value")
NUMBER_COLUMNS = ("baseline", "target", "q1", "q2", "q3", "q4")


def amounts(**numbers: Decimal) -> dict[str, str]:
    """Each number twice, in both ways of writing: `total` for Vietnamese, `total_en`."""
    texts = {name: format_amount(number) for name, number in numbers.items()}
    return texts | {f"{n}_en": format_amount(number, "en") for n, number in numbers.items()}


def check_numbers(assignment: CheckedAssignment) -> None:
    """The checkpoints' values against the year's target. A misread cell ends the check."""
    row, kind = assignment.row, assignment.indicator.kind
    _check_bounds(assignment)
    numbers = [p for p in assignment.points if p.checkpoint.expected is not None]
    if kind == "composite":
        _check_composite(assignment, numbers)
        return
    misread = row.failed & {"target", "q1", "q2", "q3", "q4"}
    misread |= {p.key for p in assignment.points if p.key in p.row.failed}
    if kind not in NUMERIC_KINDS or not numbers or misread:
        return
    if assignment.draft.target is None:
        row.error("target", "plan.error.target_blank", **amounts(total=_reached(kind, numbers)))
        return
    if kind == "running_total" and assignment.indicator.direction == "higher":
        _check_rising(numbers)
    _check_reaches(assignment, kind, numbers, assignment.draft.target)


def _check_bounds(assignment: CheckedAssignment) -> None:
    """ "≥ 5" of an indicator where less is better says two things; else it is said how it is
    read.
    """
    row, direction = assignment.row, assignment.indicator.direction
    for key, bound in row.bounds.items():
        words = {"found": row.text(key) or "", "column": row.heading(key)}
        words |= {"direction": choice_word("direction", bound, "vi")}
        words |= {"direction_en": choice_word("direction", bound, "en")}
        if bound != direction:
            row.error(key, "plan.error.bound_differs", **words)
        else:
            row.warn(key, "plan.warn.bound", **words)


def _reached(kind: str, numbers: list[RoadmapPoint]) -> Decimal:
    """Where the year ends: increments add up, of the other kinds the last value counts."""
    values = [p.checkpoint.expected for p in numbers if p.checkpoint.expected is not None]
    return sum(values, Decimal(0)) if kind == "increment" else values[-1]


def _check_composite(assignment: CheckedAssignment, numbers: list[RoadmapPoint]) -> None:
    """A composite is computed from its parts, so a number of its own would be a second truth."""
    for key in ("target", *(p.key for p in numbers if p.row is assignment.row)):
        if assignment.row.value(key) is not None and (
            key != "target" or assignment.draft.target is not None
        ):
            text = shown(assignment.row.value(key))
            assignment.row.error(key, "plan.error.composite_target", found=text)


def _check_rising(numbers: list[RoadmapPoint]) -> None:
    for before, after in pairwise(numbers):
        low, high = before.checkpoint.expected, after.checkpoint.expected
        if low is not None and high is not None and high < low:
            after.row.error(
                after.key,
                "plan.error.falls",
                before=before.checkpoint.label,
                **amounts(found=high, low=low),
            )


def _check_reaches(
    assignment: CheckedAssignment, kind: str, numbers: list[RoadmapPoint], target: Decimal
) -> None:
    total = _reached(kind, numbers)
    if total == target:
        return
    message = "plan.error.sum_differs" if kind == "increment" else "plan.error.last_differs"
    difference = abs(total - target)
    label = numbers[-1].checkpoint.label
    assignment.row.error(
        "target", message, label=label, **amounts(total=total, target=target, gap=difference)
    )


def check_dates(assignment: CheckedAssignment, context: Context) -> None:
    """Everything falls within the programme's year, the deadline and the unit's existence."""
    row, deadline = assignment.row, assignment.draft.deadline
    programme, unit = context.programme, context.units.get(assignment.draft.unit_code)
    if not programme.starts_on <= deadline <= programme.ends_on:
        text, year = shown(deadline), str(programme.year)
        row.error("deadline", "plan.error.outside_year", found=text, year=year)
    for point in assignment.points:
        _check_point(point, assignment, context)
    if unit is not None:
        _check_unit_lives(assignment, unit)


def _check_point(point: RoadmapPoint, assignment: CheckedAssignment, context: Context) -> None:
    checkpoint, programme = point.checkpoint, context.programme
    key = "due_on" if assignment.has_roadmap else point.key
    due = shown(checkpoint.due_on)
    if checkpoint.due_on < checkpoint.opens_on:
        opens = shown(checkpoint.opens_on)
        point.row.error(key, "plan.error.due_before_open", found=due, opens=opens)
    if assignment.has_roadmap and not programme.starts_on <= checkpoint.due_on <= programme.ends_on:
        point.row.error(key, "plan.error.outside_year", found=due, year=str(programme.year))
    elif checkpoint.due_on > assignment.draft.deadline and "deadline" not in assignment.row.failed:
        deadline = shown(assignment.draft.deadline)
        point.row.error(key, "plan.error.after_deadline", found=due, deadline=deadline)


def _check_unit_lives(assignment: CheckedAssignment, unit: UnitDraft) -> None:
    dues = [c.due_on for c in assignment.draft.checkpoints]
    gone = unit.valid_to is not None and max(dues) > unit.valid_to
    unborn = unit.valid_from is not None and min(dues) < unit.valid_from
    if gone or unborn:
        assignment.row.error(
            "unit_code",
            "plan.error.outside_unit",
            found=unit.code,
            due=shown(max(dues) if gone else min(dues)),
            start=shown(unit.valid_from) or "…",
            end=shown(unit.valid_to) or "…",
        )


def warn_of_fractions(assignment: CheckedAssignment) -> None:
    """0.95 in a cell not formatted as per cent may mean 0,95% or 95%: it is read as it stands.

    Said when all numbers of a percentage's row are at most 1, which real percentages seldom are.
    """
    if assignment.indicator.kind != "percentage" or assignment.row.failed & {*NUMBER_COLUMNS}:
        return
    cells = [(key, assignment.row.value(key)) for key in NUMBER_COLUMNS]
    if any(
        isinstance(value, Percent) or (isinstance(value, str) and "%" in value)
        for _, value in cells
    ):
        return
    bare = [(key, v) for key, _ in cells if (v := assignment.row.amount(key))]
    if bare and all(abs(value) <= 1 for _, value in bare):
        key, value = bare[-1]
        text = shown(assignment.row.value(key))
        hundredfold = format_amount(value * 100)
        assignment.row.warn(key, "plan.warn.fraction", found=text, hundredfold=hundredfold)


def check_weights(checked_assignments: Iterable[CheckedAssignment]) -> None:
    """A unit whose weights are all 0 could not be scored."""
    by_unit: dict[str, list[CheckedAssignment]] = {}
    for assignment in checked_assignments:
        by_unit.setdefault(assignment.draft.unit_code, []).append(assignment)
    for unit, mine in by_unit.items():
        if all(checked_assignment.draft.weight == 0 for checked_assignment in mine):
            mine[0].row.error("weight", "plan.error.no_weight", unit=unit)
