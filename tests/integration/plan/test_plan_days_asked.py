"""A plan that adds a day off, or days in a position, changes what people are judged by: asked."""

from dataclasses import replace
from datetime import date

from plan_load_drafts import back, compared, plan, put, rows
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.workbook.plan import CalendarDayDraft
from models.event import Event

TODAY = date(2022, 4, 11)
OFF = CalendarDayDraft(date(2022, 4, 5), is_working=False)  # the first quarter is overdue by then


def test_a_new_day_off_for_the_past_is_asked_about(engine: Engine) -> None:
    put(engine, plan())
    draft = replace(back(engine), calendar_days=(OFF,))

    found = compared(engine, draft, complete=False, today=TODAY)

    assert all(entry.old is None for entry in found.entries)
    assert "plan_load.note.recounted" in [note.key for note in found.notes]
    assert found.touches_known  # so that the command asks before it loads it
    put(engine, draft, at(TODAY))
    assert rows(engine, Event)[-1].data["recounted"] == 3


def test_a_new_day_off_ahead_needs_no_question(engine: Engine) -> None:
    put(engine, plan())
    ahead = replace(OFF, day=date(2022, 4, 20))
    draft = replace(back(engine), calendar_days=(ahead,))
    assert not compared(engine, draft, complete=False, today=TODAY).touches_known
