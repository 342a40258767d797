"""A dry run of a day, kept for as long as it would come out the same.

Whatever a person or a flow does writes an event or a submission, settings of people, channels,
working days, ladder and positions as well, so the version of the facts covers them. Gathering and
delivery write what they do to letters in their own tables first; and the time of day decides
who has quiet hours. All of this is asked for, which takes a hundredth of a dry run.
Without it each look at the preview of `bench/bench_web.py --scale 50` takes a quarter of a second
of the processor more, and that grows with what is due.
"""

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, func, select, text
from sqlmodel import Session, col

from dondoc.services.programme.programmes import programmes_at_work
from dondoc.services.reach.reachability import office_quiet
from dondoc.services.reminders.explain.dry_run import preview
from dondoc.services.reminders.explain.planned_messages import PlannedLetter, Preview
from dondoc.store.cache import Cache, database_of, version
from models.message import Attempt, Message, MessageLine
from models.nudge import Nudge
from models.person import Preference
from models.programme import Programme
from models.rules.checkpoints import HANOI, local_date

DAYS = 2
"""So many results are held by a process: one may name every official of a province."""
OLDEST_SECONDS = 600
"""What was changed behind the software's back is seen after so long at most."""

_cache = Cache(DAYS)


def foreseen(session: Session, programme: Programme, now: datetime) -> Preview:
    """The dry run of all programmes at work, or of the one given where none is."""
    key, state = _place(session, programme, now)
    return _cache.keep(key, state, lambda: _run(session, programme, now))


def foreseen_for(
    session: Session, programme: Programme, now: datetime, person_id: int
) -> PlannedLetter | None:
    """One person's letter; where no dry run is kept, nobody else's is written out."""
    if _cache.has(*_place(session, programme, now)):
        foreseen_preview = foreseen(session, programme, now)
    else:
        foreseen_preview = _run(session, programme, now, person_id)
    mine = [letter for letter in foreseen_preview.letters if letter.person_id == person_id]
    return next(iter(as_of(mine, now, foreseen_preview)), None)


def as_of(
    letters: Iterable[PlannedLetter], now: datetime, foreseen_preview: Preview | None
) -> tuple[PlannedLetter, ...]:
    """These letters of a dry run, where what goes at once goes at this moment."""
    then = foreseen_preview.moment if foreseen_preview is not None else now
    return tuple(
        replace(letter, goes_at=now) if letter.goes_at == then else letter for letter in letters
    )


def _run(session: Session, programme: Programme, now: datetime, only: int | None = None) -> Preview:
    return preview(session, programmes_at_work(session) or [programme], now, only)


def _place(session: Session, programme: Programme, now: datetime) -> tuple[Any, Any]:
    """Under what it is kept, and what must be the same."""
    key = ("foreseen", database_of(session), programme.id, local_date(now))
    letters = tuple(session.connection().execute(_letters()).one())
    age = int(time.monotonic() // OLDEST_SECONDS)
    return key, (version(session), letters, _part_of_day(session, now), age)


def _part_of_day(session: Session, now: datetime) -> int:
    """How many beginnings and ends of anybody's quiet hours have passed: between two of them
    it makes no difference when a letter is looked at."""
    office, here = office_quiet(session), now.astimezone(HANOI)
    bounds = {time.hour * 60 + time.minute for time in (office.start, office.end)}
    for column in (col(Preference.quiet_from), col(Preference.quiet_to)):
        query = select(column).where(column.is_not(None)).distinct()
        bounds.update(session.connection().scalars(query))
    return sum(bound <= here.hour * 60 + here.minute for bound in bounds)


def _letters() -> Select[Any]:
    """What gathering and delivery do: nudges that wait, letters that wait and can take more."""
    free = case((col(Message.frozen_at).is_(None) & col(Message.claimed_by).is_(None), 1), else_=0)
    way = cast(col(Message.id), BigInteger) * func.coalesce(col(Message.contact_id), 0)
    queued = (
        # Written out, not a parameter: SQLite uses a partial index only for its own condition.
        select(
            func.count().label("queued"),
            func.sum(free).label("free"),
            func.sum(way).label("ways"),
            func.count(func.distinct(col(Message.not_before))).label("starts"),
            func.min(col(Message.not_before)).label("first"),
            func.max(col(Message.not_before)).label("last"),
        )
        .where(text("message.state = 'queued'"))
        .subquery()
    )
    waiting = select(func.count(col(Nudge.id))).where(text("nudge.state = 'waiting'"))
    newest = (_newest(model) for model in (Nudge, Message, MessageLine, Attempt))
    return select(*queued.c, waiting.scalar_subquery(), *newest)


def _newest(model: type[Nudge | Message | MessageLine | Attempt]) -> ColumnElement[Any]:
    return select(func.max(col(model.id))).scalar_subquery()
