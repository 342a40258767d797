"""How late something is by the date that it first had, beside the date in force that counts."""

from datetime import date, datetime, time

import pytest

from dondoc.clock import HANOI
from models.rules.calendar import WorkingCalendar
from models.rules.due import DueFacts, DueState, days_late, due_state
from models.rules.first_date import days_late_first
from models.rules.returned_reports import ReturnedReport
from models.rules.stages import Stage

CALENDAR = WorkingCalendar(date(2022, 1, 1), date(2023, 12, 31), {})
FIRST, MOVED, MENDED = date(2022, 3, 31), date(2022, 4, 15), date(2022, 4, 29)


def _facts(due_on: date, reported: date | None = None, **more: object) -> DueFacts:
    stage = Stage.VERIFIED if reported else Stage.IN_PROGRESS
    at = datetime.combine(reported, time(9), HANOI) if reported else None
    return DueFacts(stage, due_on, at, **more)  # type: ignore[arg-type]


def _by_first(facts: DueFacts, today: date, *terms: ReturnedReport) -> int | None:
    return days_late_first(facts, terms, FIRST, today, CALENDAR)


def test_a_date_that_nobody_moved_has_no_second_figure() -> None:
    assert _by_first(_facts(FIRST), MOVED) is None


@pytest.mark.parametrize(
    ("today", "late", "first"),
    [(date(2022, 3, 30), 0, 0), (date(2022, 4, 5), 0, 3), (MOVED, 0, 11),
     (date(2022, 4, 18), 1, 12)],
)  # fmt: skip
def test_what_is_open_is_late_by_either_date(today: date, late: int, first: int) -> None:
    facts = _facts(MOVED)
    assert (days_late(facts, today, CALENDAR), _by_first(facts, today)) == (late, first)


def test_what_was_done_in_its_new_time_stays_done_in_time_and_late_by_the_first() -> None:
    facts = _facts(MOVED, date(2022, 4, 8))
    assert due_state(facts, MENDED, CALENDAR) is DueState.DONE_IN_TIME
    assert (days_late(facts, MENDED, CALENDAR), _by_first(facts, MENDED)) == (0, 6)


def test_time_that_a_return_gave_is_no_extension() -> None:
    came = ReturnedReport(FIRST, date(2022, 4, 4))
    facts = _facts(MENDED, date(2022, 4, 28), returned=came)
    assert days_late(facts, MENDED, CALENDAR) == 2
    assert _by_first(facts, MENDED, came) is None
    assert _by_first(facts, MENDED) is None  # of long ago, when terms were not kept


def test_after_a_return_the_first_report_is_held_to_the_first_date() -> None:
    """Extended, reported in the new time, sent back, and mended in the time for that."""
    came = ReturnedReport(MOVED, date(2022, 4, 8))
    facts = _facts(MENDED, date(2022, 4, 28), returned=came)
    assert days_late(facts, MENDED, CALENDAR) == 0
    assert _by_first(facts, MENDED, came) == 6 == _by_first(facts, MENDED)


def test_of_several_returned_reports_the_latest_counts_by_either_date() -> None:
    came, again = ReturnedReport(MOVED, date(2022, 4, 1)), ReturnedReport(MENDED, date(2022, 5, 5))
    facts = _facts(date(2022, 5, 20), date(2022, 5, 19), returned=again)
    assert days_late(facts, date(2022, 5, 20), CALENDAR) == 4
    assert _by_first(facts, date(2022, 5, 20), came, again) == 4


def test_a_date_that_was_brought_forward_shows_that_the_first_was_kept() -> None:
    facts = _facts(date(2022, 3, 15), date(2022, 3, 21))
    assert (days_late(facts, MOVED, CALENDAR), _by_first(facts, MOVED)) == (4, 0)


def test_a_return_that_keeps_the_date_is_held_to_the_first_as_a_whole() -> None:
    came = ReturnedReport(MOVED, date(2022, 4, 1))
    facts = _facts(MOVED, date(2022, 4, 20), returned=came)
    assert (days_late(facts, MENDED, CALENDAR), _by_first(facts, MENDED)) == (3, 14)
