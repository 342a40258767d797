"""What is told on the same day, although its reader may have had the letter of the day."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine

from dondoc.services.reminders.gather.gather import GatherResult, gather
from dondoc.services.reminders.gather.waiting import all_programmes, day_off
from dondoc.services.reminders.nudges.reasons import AT_ONCE
from dondoc.store.database import reading
from models.rules.cause_effects import CAUSE_DECISIONS
from models.rules.checkpoints import HANOI, Act, local_date

_SINGLE_ACTS = CAUSE_DECISIONS | {Act.RETURN, Act.CHANGE_DUE, Act.REFUSE_EXTENSION}
"""Whoever waits for these hears of them at once; a date that nobody asked for waits."""

FIRST_HOUR, LAST_HOUR = 7, 19
"""Before these the letter of the day takes it along; after them nothing goes out before that."""


def tell_at_once(engine: Engine, acts: Iterable[Act], now: datetime) -> GatherResult | None:
    """Puts a drain's returns and answers to requests into letters; None: nothing is told now.

    A report may be returned on the very day on which it is due: whoever is to mend it would
    otherwise hear of it on the next morning, as overdue; and who asked for another date must know
    whether the old one stands. Everything else waits for the letter of the day, and so do these
    outside the hours of work and on a day off.
    """
    if _SINGLE_ACTS.isdisjoint(acts):
        return None
    if not FIRST_HOUR <= now.astimezone(HANOI).hour <= LAST_HOUR:
        return None
    with reading(engine) as session:
        if day_off(session, all_programmes(session), local_date(now)):
            return None
    return gather(engine, now, kinds=AT_ONCE)
