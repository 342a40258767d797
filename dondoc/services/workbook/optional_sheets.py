"""Reads the optional sheets: days that differ from the calendar, and the ladder of reminders."""

from collections.abc import Iterator

from dondoc.services.workbook.codes import KnownCodes
from dondoc.services.workbook.plan import CalendarDayDraft, LadderStepDraft
from dondoc.services.workbook.row_reader import Placed, SheetRow


def read_calendar_day(row: SheetRow) -> Placed[CalendarDayDraft] | None:
    day = row.day("day")
    if day is None:
        if "day" not in row.failed:
            row.needed("day")
        return None
    calendar_day_draft = CalendarDayDraft(day, row.flag("is_working") or False, row.text("note"))
    return Placed(calendar_day_draft, row)


def read_ladder_steps(row: SheetRow, units: KnownCodes) -> Iterator[Placed[LadderStepDraft]]:
    """One step for each audience named in the row."""
    offset, unit = row.whole("offset_days"), row.line("unit_code")
    repeat_every = row.whole("repeat_every")
    if offset is None and "offset_days" not in row.failed:
        row.needed("offset_days")
    if repeat_every is not None and repeat_every < 1:
        row.error("repeat_every", "plan.error.bad_repeat", found=str(repeat_every))
    audiences = row.choices("audience", "audience")
    if not audiences and "audience" not in row.failed:
        row.needed("audience")
    for audience in audiences:
        step = LadderStepDraft(
            offset_days=offset or 0,
            audience=audience,
            level=row.choice("level", "level") or "remind",
            repeat_every=repeat_every,
            category=row.line("category"),
            unit_code=units.resolve(row, "unit_code", unit) if unit else None,
            channel=row.line("channel"),
            sheet=row.table.grid.name,
            cell=row.at("channel"),
        )
        yield Placed(step, row)
