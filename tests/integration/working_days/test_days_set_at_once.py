"""Two who enter working days at once come one after the other: the second sees the first's day."""

from collections.abc import Callable
from datetime import date
from threading import Thread

import pytest
from plan_load_drafts import plan, put
from programmes import current_programme
from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.plan.load.load import load
from dondoc.services.staffing.history import hold_staff
from dondoc.services.workbook.plan import CalendarDayDraft
from dondoc.services.working_days.days import (
    Consent,
    DayWanted,
    effects_if_removed,
    effects_if_set,
    remove_day,
    set_day,
)
from dondoc.store.database import reading, writing

TODAY = date(2022, 4, 4)
THURSDAY = DayWanted(date(2022, 3, 31), working=False)
FRIDAY = DayWanted(date(2022, 4, 1), working=False)
"""What was due on Thursday is in time on Monday only where both are days off."""


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    return engine


def shown(engine: Engine, day: DayWanted) -> str:
    """The fingerprint of what a page shows before the day is set."""
    with reading(engine) as session:
        return effects_if_set(session, day, TODAY).fingerprint


def sets(session: Session, day: DayWanted, fingerprint: str) -> None:
    """As a command does, without anything that a page does before it."""
    acting = acting_for_office(session, "CB00", at(TODAY), at(TODAY))
    set_day(acting, current_programme(session), day, Consent("Nghỉ bù", fingerprint))


def loads(session: Session) -> None:
    """By the plan the same day, as a command that asks nobody."""
    draft = plan(calendar_days=(CalendarDayDraft(FRIDAY.day, False),))
    load(session, draft, complete=False, actor_id=None, now=at(TODAY), plan_sha256=None)


class Other(Thread):
    """Somebody else, in a transaction of their own. `refused`: how it ended."""

    def __init__(self, engine: Engine, work: Callable[[Session], None]) -> None:
        super().__init__(daemon=True)
        self.engine, self.work, self.refused = engine, work, ""

    def run(self) -> None:
        try:
            with writing(self.engine) as session:
                self.work(session)
        except Refused as error:
            self.refused = error.key


def beside(engine: Engine, first: Callable[[Session], None], other: Other) -> None:
    """The other one begins before the first is done, and is kept waiting by it."""
    with writing(engine) as session:
        first(session)
        other.start()
        other.join(0.7)
        assert other.is_alive()
    other.join(20)
    assert not other.is_alive()


def test_who_saw_what_a_day_alone_does_is_asked_again_after_another_day(loaded: Engine) -> None:
    first, second = shown(loaded, THURSDAY), shown(loaded, FRIDAY)
    other = Other(loaded, lambda session: sets(session, FRIDAY, second))
    beside(loaded, lambda session: sets(session, THURSDAY, first), other)
    assert other.refused == "calendar_days.error.unseen"


def test_who_removes_a_day_waits_for_who_sets_another(loaded: Engine) -> None:
    with writing(loaded) as session:
        sets(session, FRIDAY, shown(loaded, FRIDAY))
    with reading(loaded) as session:
        alone = effects_if_removed(session, FRIDAY.day, TODAY).fingerprint
    first = shown(loaded, THURSDAY)

    def removes(session: Session) -> None:
        acting = acting_for_office(session, "CB00", at(TODAY), at(TODAY))
        remove_day(acting, current_programme(session), FRIDAY.day, Consent("Nhầm", alone))

    other = Other(loaded, removes)
    beside(loaded, lambda session: sets(session, THURSDAY, first), other)
    assert other.refused == "calendar_days.error.unseen"


def test_a_plan_and_a_day_wait_for_each_other(loaded: Engine) -> None:
    first = shown(loaded, THURSDAY)
    beside(loaded, lambda session: sets(session, THURSDAY, first), Other(loaded, loads))


def test_a_day_waits_for_the_plan_that_is_loaded(loaded: Engine) -> None:
    second = shown(loaded, THURSDAY)
    other = Other(loaded, lambda session: sets(session, THURSDAY, second))
    beside(loaded, loads, other)
    assert other.refused == "calendar_days.error.unseen"


def test_a_day_waits_for_who_changes_how_long_a_position_was_held(loaded: Engine) -> None:
    """Whose results a day makes somebody else's hangs on it."""

    def holds(session: Session) -> None:
        session.connection()  # SQLite has one writer from here on
        hold_staff(session)

    second = shown(loaded, THURSDAY)
    beside(loaded, holds, Other(loaded, lambda session: sets(session, THURSDAY, second)))
