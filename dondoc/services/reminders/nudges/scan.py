"""The scan: which steps of the ladder are reached, and what else there is to remind of."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.services.reminders.nudges.finders import FINDERS
from dondoc.services.reminders.nudges.finders.assigned import keep_greeted, newest
from dondoc.services.reminders.nudges.finders.context import (
    NudgePortion,
    ScanContext,
    StatesThen,
    open_scan,
)
from dondoc.services.reminders.nudges.write import hold, insert_portion, unsaid
from dondoc.store.database import reading, written
from models.programme import Programme
from models.rules.checkpoints import local_date


@dataclass
class ScanResult:
    """What a scan did.

    `looked_at`: what came near enough to be looked at; `made`: new nudges by kind.
    """

    day: date
    day_off: bool = False
    looked_at: int = 0
    made: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All new nudges."""
        return self.made.total()


def scan(engine: Engine, programme_id: int, now: datetime) -> ScanResult:
    """Writes the nudges whose time has come, in portions of one transaction each.

    A nudge is written once, so a scan that was cut off is simply run again. On a day off
    nothing is decided: the working days are what the ladder counts, so the next working day's
    scan finds everything that fell between.
    """
    result = ScanResult(local_date(now))
    with reading(engine) as session:
        context = open_scan(session, session.get_one(Programme, programme_id), now)
        if not context.frame.calendar.is_working(result.day):
            result.day_off = True
            return result
        newest(context)
    for finder in FINDERS:
        after: tuple[Any, ...] | None = None
        while (portion := _portion(engine, context, finder, after, result)).after is not None:
            after = portion.after

    def greet(session: Session) -> None:
        context.session = session
        hold(session)
        keep_greeted(context)

    written(engine, greet)
    return result


def _portion(
    engine: Engine,
    context: ScanContext,
    finder: Any,
    after: tuple[Any, ...] | None,
    result: ScanResult,
) -> NudgePortion:
    """Decides from one moment, then writes: what a drain commits meanwhile is not seen by half."""
    with reading(engine) as session:
        context.session = session
        portion: NudgePortion = finder(context, after)
    result.looked_at += portion.looked_at
    if portion.rows:

        def write(session: Session) -> list[int]:
            hold(session)
            rows = unsaid(session, portion.rows, result.day)
            return insert_portion(session, context.programme.key, rows, context.now)

        made = written(engine, write)
        result.made[portion.rows[0]["kind"].value] += len(made)
    return portion


def rows_of_scan(
    session: Session, programme: Programme, now: datetime, then: StatesThen | None = None
) -> list[dict[str, Any]]:
    """Everything that the scan of a working day would write, some of it there already.

    `then`: the programme's checkpoints as they stood, where the day is past.
    """
    context = open_scan(session, programme, now, then)
    rows: list[dict[str, Any]] = []
    for finder in FINDERS:
        after: tuple[Any, ...] | None = None
        while (portion := finder(context, after)).after is not None:
            rows += portion.rows
            after = portion.after
        rows += portion.rows
    return rows
