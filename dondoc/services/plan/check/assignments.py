"""Reads who is given what: the rows of the assignment sheet, with their checkpoints."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dondoc.services.plan.check.named_units import NamedUnits
from dondoc.services.plan.check.people import PeopleOfPlan
from dondoc.services.plan.check.quarters import (
    first_quarter,
    product_in,
    quarter_points,
    year_label_title,
)
from dondoc.services.plan.check.repeats import place
from dondoc.services.plan.check.roadmap import RoadmapPoint, Steps
from dondoc.services.workbook.amounts import is_blank
from dondoc.services.workbook.codes import KnownCodes
from dondoc.services.workbook.heading_units import is_same_unit, unit_of_heading
from dondoc.services.workbook.plan import (
    AssignmentDraft,
    CheckpointDraft,
    IndicatorDraft,
    ProgrammeDraft,
    UnitDraft,
)
from dondoc.services.workbook.row_reader import SheetRow


@dataclass
class Context:
    """What an assignment's row may refer to."""

    programme: ProgrammeDraft
    units: Mapping[str, UnitDraft]
    unit_codes: KnownCodes
    indicators: Mapping[str, IndicatorDraft]
    indicator_codes: KnownCodes
    people: PeopleOfPlan
    steps: Steps
    named_units: NamedUnits


@dataclass
class CheckedAssignment:
    """An assignment as read, with what the checks need to know about its row."""

    draft: AssignmentDraft
    row: SheetRow
    indicator: IndicatorDraft
    points: list[RoadmapPoint] = field(default_factory=list)
    has_roadmap: bool = False
    has_dates: bool = False


def read_assignment(row: SheetRow, context: Context) -> CheckedAssignment | None:
    """None when the indicator is unknown: then nothing else in the row can be understood."""
    code = context.indicator_codes.resolve(row, "indicator_code", row.needed("indicator_code"))
    unit = context.unit_codes.resolve(row, "unit_code", row.needed("unit_code"))
    indicator = context.indicators.get(code)
    return None if indicator is None else give(row, indicator, unit, context)


def give(
    row: SheetRow, indicator: IndicatorDraft, unit: str, context: Context
) -> CheckedAssignment:
    """The assignment of `indicator` to `unit` that the row describes."""
    row.unit = indicator.unit_of_measure
    target, target_product = _target(row, indicator)
    baseline = _baseline(row, indicator)
    _check_units(row, {"target": target, "baseline": baseline}, indicator.unit_of_measure)
    deadline = row.due_day("deadline")
    points = _points(row, indicator, unit, context, target_product)
    stated = deadline or (None if points else row.due_of_group)
    due = stated or context.programme.ends_on
    whole = (
        None if points else _whole_year(indicator, (target, target_product), context.programme, due)
    )
    draft = AssignmentDraft(
        indicator_code=indicator.code,
        unit_code=unit,
        deadline=due,
        checkpoints=(whole,) if whole else tuple(p.checkpoint for p in points),
        responsible=context.people.resolve_all(row, "responsible", unit),
        coordinating=_coordinating(row, unit, context),
        watching=context.unit_codes.resolve_all(row, "watching", row.codes("watching")),
        baseline=baseline,
        target=target,
        target_product=target_product,
        weight=_weight(row),
        note=row.text("note"),
    )
    has_roadmap = bool(context.steps.get((indicator.code, unit)))
    return CheckedAssignment(draft, row, indicator, points, has_roadmap, bool(stated or points))


def _check_units(row: SheetRow, numbers: Mapping[str, Decimal | None], unit: str | None) -> None:
    """ "Kế hoạch (triệu đồng)" above a row in "tỷ đồng" is a thousand times more or less."""
    for key, number in numbers.items():
        said = unit_of_heading(row.table, key)
        if number is not None and said and unit and not is_same_unit(said, unit):
            words = {"found": row.text(key) or "", "unit": unit, "said": said}
            row.error(key, "plan.error.unit_of_heading", **words)


def _coordinating(row: SheetRow, unit: str, context: Context) -> tuple[str, ...]:
    if row.table.kind == "flat":
        return tuple(code for code in context.named_units.helping(row) if code != unit)
    return context.unit_codes.resolve_all(row, "coordinating", row.codes("coordinating"))


def _weight(row: SheetRow) -> Decimal:
    weight = row.amount("weight")
    return Decimal(1) if weight is None else weight


def _baseline(row: SheetRow, indicator: IndicatorDraft) -> Decimal | None:
    """What a product had the year before is often told in words, which no figure needs."""
    value = row.value("baseline")
    if indicator.kind == "product" and isinstance(value, str) and not is_blank(value):
        row.warn("baseline", "plan.warn.baseline_text", found=row.text("baseline") or "")
        return None
    return row.amount("baseline")


def _target(row: SheetRow, indicator: IndicatorDraft) -> tuple[Decimal | None, str | None]:
    """A number for numeric kinds; for a product its text, where a bare mark adds nothing."""
    if indicator.kind == "product":
        return None, product_in(row, "target", "") or None
    return row.amount("target"), None


def _points(
    row: SheetRow,
    indicator: IndicatorDraft,
    unit: str,
    context: Context,
    target_product: str | None,
) -> list[RoadmapPoint]:
    """The roadmap's steps, else the filled quarters."""
    steps = context.steps.get((indicator.code, unit), [])
    if steps:
        if first := first_quarter(row):
            row.error(first, "plan.error.roadmap_and_quarters", step=place(steps[0].row, "step"))
        return steps
    product = target_product or indicator.name if indicator.kind == "product" else None
    return quarter_points(row, context.programme.year, product)


def _whole_year(
    indicator: IndicatorDraft,
    target: tuple[Decimal | None, str | None],
    programme: ProgrammeDraft,
    due: date,
) -> CheckpointDraft:
    """Without quarters and roadmap there is one checkpoint, which expects the year's target."""
    product = (target[1] or indicator.name) if indicator.kind == "product" else None
    label, title = year_label_title(programme.year)
    opens_on = min(programme.starts_on, due)
    return CheckpointDraft(label, title, opens_on, due, target[0], product)
