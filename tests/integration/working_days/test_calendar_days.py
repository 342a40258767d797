"""A day off is a day off in every programme: one list for the whole office."""

from dataclasses import replace
from datetime import date

from january import of_year
from plan_load_drafts import plan, put, rows
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.figures.status import status
from dondoc.services.plan.next_year.draft import next_year_draft
from dondoc.services.programme.programmes import working_calendar
from dondoc.services.workbook.plan import CalendarDayDraft, ProgrammeDraft
from dondoc.store.database import reading
from models.programme import CalendarDay, Programme

OFF = date(2022, 12, 30)


def test_a_day_off_of_one_plan_is_off_in_every_programme(engine: Engine) -> None:
    put(engine, plan())
    following = replace(
        plan(), programme=ProgrammeDraft(2023, "Năm 2023"), assignments=(),
        calendar_days=(CalendarDayDraft(OFF, False, "Nghỉ bù"),),
    )  # fmt: skip
    put(engine, following)
    with reading(engine) as session:
        for programme in rows(engine, Programme):
            assert not working_calendar(session, programme).is_working(OFF)
    put(engine, replace(following, calendar_days=()), complete=True)
    put(engine, replace(plan(), calendar_days=(CalendarDayDraft(OFF, True),)))
    assert [(row.day, row.working) for row in rows(engine, CalendarDay)] == [(OFF, True)]


def test_a_complete_list_of_one_year_leaves_another_years_days(engine: Engine) -> None:
    put(engine, replace(plan(), calendar_days=(CalendarDayDraft(OFF, False),)))
    other = CalendarDayDraft(date(2023, 4, 29), True)
    following = replace(
        plan(), programme=ProgrammeDraft(2023, "Năm 2023"), assignments=(), calendar_days=(other,)
    )
    put(engine, following, complete=True)
    assert [row.day for row in rows(engine, CalendarDay)] == [OFF, other.day]


NEW_YEARS_EVE, SATURDAY = date(2026, 12, 31), date(2027, 1, 2)
SWAP = (CalendarDayDraft(NEW_YEARS_EVE, False), CalendarDayDraft(SATURDAY, True))


def overdue_on(engine: Engine, year: int, day: date) -> int:
    with reading(engine) as session:
        programme = session.exec(select(Programme).where(Programme.year == year)).one()
        return status(session, programme, at(day, 9)).checkpoints.overdue


def test_a_day_off_of_one_year_swapped_with_a_saturday_of_the_next_is_so_in_both(
    engine: Engine,
) -> None:
    for year in (2026, 2027):
        put(engine, of_year(year), at(date(year - 1, 12, 20)))
    before = overdue_on(engine, 2026, SATURDAY)
    assert before == 12  # 31/12 was a working day: the last quarter is late
    put(engine, replace(of_year(2026), calendar_days=SWAP), at(date(2026, 12, 21)))
    with reading(engine) as session:
        for programme in rows(engine, Programme):
            calendar = working_calendar(session, programme)
            assert not calendar.is_working(NEW_YEARS_EVE)
            assert calendar.is_working(SATURDAY)
            assert calendar.working_day_from(NEW_YEARS_EVE) == SATURDAY
    # Due on 31/12/2026, the last quarter may come until the Saturday that is worked for it.
    assert [overdue_on(engine, 2026, date(2027, 1, day)) for day in (1, 2, 3)] == [9, 9, 12]
    # Next year's plan says the same Saturday again: it is one day, and the other half stays.
    again = replace(of_year(2027), calendar_days=SWAP[1:])
    put(engine, again, at(date(2026, 12, 22)), complete=True)
    assert [(row.day, row.working) for row in rows(engine, CalendarDay)] == [
        (NEW_YEARS_EVE, False),
        (SATURDAY, True),
    ]
    assert overdue_on(engine, 2026, SATURDAY) == 9


def test_next_years_draft_names_the_days_of_its_own_year(engine: Engine) -> None:
    put(engine, of_year(2026), at(date(2025, 12, 20)))
    put(engine, replace(of_year(2026), calendar_days=SWAP), at(date(2026, 12, 21)))
    with reading(engine) as session:
        programme = session.exec(select(Programme).where(Programme.year == 2026)).one()
        draft = next_year_draft(session, programme, date(2026, 12, 22))
    assert [day.day for day in draft.calendar_days] == [SATURDAY]
