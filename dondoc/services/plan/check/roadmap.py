"""Reads the steps of roadmaps: dated checkpoints of one assignment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.services.plan.check.repeats import place
from dondoc.services.workbook.codes import KnownCodes
from dondoc.services.workbook.grid import shown
from dondoc.services.workbook.plan import CheckpointDraft
from dondoc.services.workbook.row_reader import SheetRow


@dataclass(frozen=True)
class RoadmapPoint:
    """A checkpoint, the row that it was read from, and the column of its expected value."""

    checkpoint: CheckpointDraft
    row: SheetRow
    key: str


Steps = Mapping[tuple[str, str], list[RoadmapPoint]]


def read_roadmaps(
    rows: Iterable[SheetRow], indicators: KnownCodes, units: KnownCodes, year_start: date
) -> Steps:
    """Steps by (indicator code, unit code), in the order of the sheet."""
    steps: dict[tuple[str, str], list[RoadmapPoint]] = defaultdict(list)
    for row in rows:
        code = indicators.resolve(row, "indicator_code", row.needed("indicator_code"))
        unit = units.resolve(row, "unit_code", row.needed("unit_code"))
        earlier = steps[code, unit]
        point = _read_step(row, earlier, year_start)
        if point is not None:
            earlier.append(point)
    return steps


def _read_step(row: SheetRow, earlier: list[RoadmapPoint], year_start: date) -> RoadmapPoint | None:
    label, due_on = row.needed("step"), row.due_day("due_on")
    opens_on, expected = row.day("opens_on"), row.amount("expected")
    title, product = row.line("title"), row.text("product")
    _report_repeat(row, label, earlier)
    if due_on is None:
        if "due_on" not in row.failed:
            row.needed("due_on")
        return None
    _report_order(row, due_on, earlier)
    opens_on = opens_on or _opens_after(earlier, due_on, year_start)
    checkpoint = CheckpointDraft(label, title or label, opens_on, due_on, expected, product)
    return RoadmapPoint(checkpoint, row, "expected")


def _report_repeat(row: SheetRow, label: str, earlier: list[RoadmapPoint]) -> None:
    for point in earlier:
        if label and point.checkpoint.label == label:
            row.error("step", "plan.error.repeated", found=label, first=place(point.row, "step"))
            return


def _report_order(row: SheetRow, due_on: date, earlier: list[RoadmapPoint]) -> None:
    if earlier and due_on < earlier[-1].checkpoint.due_on:
        before = earlier[-1].checkpoint
        row.error(
            "due_on",
            "plan.error.roadmap_order",
            found=shown(due_on),
            before=shown(before.due_on),
            step=before.label,
        )


def _opens_after(earlier: list[RoadmapPoint], due_on: date, year_start: date) -> date:
    """A step without an opening date opens the day after the step before it was due."""
    if not earlier:
        return min(year_start, due_on)
    return min(earlier[-1].checkpoint.due_on + timedelta(days=1), due_on)
