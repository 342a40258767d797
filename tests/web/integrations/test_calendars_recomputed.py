"""Every calendar of the sample, worked out a second time from what was recorded."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from calendar_recomputed import Calendar as WorkingDays
from calendar_recomputed import calendar_of
from figures_recomputed import Work, work_on
from icalendar import Calendar
from posts_recomputed import answer, posts_of
from sites import Site
from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.clock import wall_clock
from dondoc.i18n import language, translator
from dondoc.services.integrations.calendar_addresses import make_address
from dondoc.services.integrations.calendar_feed import GoneError, calendar_file
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store.database import writing
from models.person import Person
from models.programme import Programme

YEAR = 2022
Shown = dict[int, tuple[date, str]]
"""By checkpoint: the day in the calendar, and the word of its state."""


def in_the_calendar(session: Session, site: Site, person: Person, unit: int | None) -> Shown | None:
    """What a new address of somebody gives; None where it gives nothing."""
    now = site.workplace.clock().now()
    programme = session.scalars(select(Programme)).one()
    viewer = open_viewer(session, person, programme, now.date())
    token = make_address(session, viewer, unit, wall_clock())
    try:
        content = calendar_file(session, token, now, "https://dondoc.example")
    except GoneError:
        return None
    assert content is not None
    found: Shown = {}
    for event in Calendar.from_ical(content).walk("VEVENT"):
        assert event["dtend"].dt == event["dtstart"].dt + timedelta(days=1)
        key = int(str(event["uid"]).partition("@")[0].removeprefix("checkpoint-"))
        assert key not in found, "an identity stands once"
        found[key] = (event["dtstart"].dt, str(event["summary"]).partition(":")[0])
    return found


def worked_out(
    works: Iterable[Work], today: date, calendar: WorkingDays, lang: str = "vi"
) -> Shown:
    tr = translator(language(lang))
    shown: Shown = {}
    for work in works:
        state = work.state(today, calendar).removeprefix("open_")
        word = "due_soon" if work.due_soon(today, calendar) else state
        shown[work.id] = (calendar.last_day(work.due_on), tr(f"web.due.{word}"))
    return shown


@pytest.mark.slow
def test_every_official_finds_what_is_theirs_on_its_last_day_and_nothing_else(site: Site) -> None:
    today = site.workplace.clock().now().date()
    calendar = calendar_of(site.workplace.engine, YEAR)
    works = work_on(site.workplace.engine, YEAR, today)
    posts = posts_of(site.workplace.engine)
    whose = {work.id: answer(work, posts, today, calendar) for work in works}
    full = 0
    with writing(site.workplace.engine) as session:
        for person in session.scalars(select(Person).order_by(col(Person.id))).all():
            if (shown := in_the_calendar(session, site, person, None)) is None:
                assert not any(person.id in people for people in whose.values())
                continue
            own = [work for work in works if person.id in whose[work.id]]
            assert shown == worked_out(own, today, calendar, person.language), person.code
            full += bool(own)
    assert full > 40


def test_every_units_calendar_has_all_of_its_work(site: Site) -> None:
    today = site.workplace.clock().now().date()
    calendar = calendar_of(site.workplace.engine, YEAR)
    works = work_on(site.workplace.engine, YEAR, today)
    with writing(site.workplace.engine) as session:
        secretariat = select(Person).where(col(Person.code) == "CB-VPTU3")
        person = session.scalars(secretariat).one()
        for unit in sorted({work.unit for work in works}):
            shown = in_the_calendar(session, site, person, unit)
            of_unit = [work for work in works if work.unit == unit]
            assert shown == worked_out(of_unit, today, calendar), unit
