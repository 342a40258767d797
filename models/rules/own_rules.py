"""When a rule set of an office's own judges: by whole quarters, and never backwards.

A quarter is judged by what was in force on its first day: nobody's work is begun under one rule
and judged by another. After approval a formula changes only by a paper with its reason, and never
backwards to a person's disadvantage (HD 02-HD/BTCTW, secondary).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from models.rules.validity import on_day


class OwnRulesStep(StrEnum):
    """What becomes of a version of a rule set of one's own."""

    TRIED = "tried"
    PUT_IN_FORCE = "put_in_force"
    ENDED = "ended"


class NotInForceReason(StrEnum):
    """Why a version cannot be put in force from a day, or ended with it."""

    NOT_TRIED = "not_tried"
    ENDED_PERIOD = "ended_period"
    PAST = "past"
    BEFORE_VALID = "before_valid"
    AFTER_VALID = "after_valid"
    IN_FORCE = "in_force"
    NOT_IN_FORCE = "not_in_force"


class VersionStep(NamedTuple):
    """A step of a version, in the order in which they were recorded."""

    version_id: int
    kind: OwnRulesStep
    day: date | None


class JudgingTime(NamedTuple):
    """From when to when a version judges, whole quarters; `last` None: until another comes."""

    version_id: int
    first: date
    last: date | None


def quarter_begin(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_last(day: date) -> date:
    """The last day of the quarter of a day."""
    begin = quarter_begin(day)
    year, month = divmod(begin.month + 2, 12)
    return date(begin.year + year, month + 1, 1) - timedelta(days=1)


def first_judged(day: date) -> date:
    """The first day of the first quarter that begins on a day or after it."""
    begin = quarter_begin(day)
    return begin if begin == day else quarter_last(day) + timedelta(days=1)


def judging_times(
    steps: Iterable[VersionStep], valid_to: Mapping[int, date | None]
) -> tuple[JudgingTime, ...]:
    """When each version of one code judges. `valid_to`: the last day that a version itself names.

    What comes later takes its place from its day on, whatever was planned before.
    """
    times: list[JudgingTime] = []
    for step in steps:
        if step.day is None:
            continue
        if step.kind is OwnRulesStep.ENDED:
            times = _until(times, quarter_last(step.day))
            continue
        own_last, first = valid_to.get(step.version_id), first_judged(step.day)
        last = None if own_last is None else quarter_last(own_last)
        times = _until(times, first - timedelta(days=1))
        if last is None or first <= last:
            times.append(JudgingTime(step.version_id, first, last))
    return tuple(times)


def _until(times: Iterable[JudgingTime], last: date) -> list[JudgingTime]:
    return [
        each if each.last is not None and each.last <= last else each._replace(last=last)
        for each in times
        if each.first <= last
    ]


def version_on(times: Iterable[JudgingTime], day: date) -> int | None:
    """The version that judges on a day; None where none does."""
    found = (each.version_id for each in times if on_day(each.first, each.last, day))
    return next(found, None)


def why_not_from(
    day: date, today: date, valid: tuple[date, date | None]
) -> NotInForceReason | None:
    """Why a version cannot be put in force from a day; None where it can.

    `valid`: from when to when by its own words.
    """
    if (passed := why_not_backwards(day, today)) is not None:
        return passed
    first, last = valid
    if day < first:
        return NotInForceReason.BEFORE_VALID
    if last is not None and first_judged(day) > last:
        return NotInForceReason.AFTER_VALID
    return None


def why_not_backwards(day: date, today: date) -> NotInForceReason | None:
    """Why a day is over; of an ended quarter and of the one that runs another word."""
    if day >= today:
        return None
    ended = quarter_last(day) < today
    return NotInForceReason.ENDED_PERIOD if ended else NotInForceReason.PAST
