"""Whose a result is when somebody's days in a position are others: asked before they change."""

from datetime import UTC, date, datetime

from models.rules.calendar import calendar_of
from models.rules.due import DueFacts
from models.rules.rejudging import (
    Calendars,
    moved_due_dates,
    other_holders,
    other_terms,
)
from models.rules.responsibility import Occasion, Term
from models.rules.stages import Stage

CALENDAR = calendar_of([2022])
THURSDAY, FRIDAY, MONDAY = (date(2022, 3, 31), date(2022, 4, 1), date(2022, 4, 4))
TODAY = date(2022, 4, 20)


def hand_over(day: date) -> tuple[Term, Term]:
    """An leaves on a day and Bình takes up the position on the next."""
    return Term(1, "An", date(2020, 1, 1), day), Term(
        2, "Bình", date.fromordinal(day.toordinal() + 1)
    )


EARLY, LATE = hand_over(date(2022, 3, 30)), hand_over(MONDAY)
AN, BINH = LATE[:1], EARLY[1:]


def turned(occasion: Occasion, today: date = TODAY) -> object:
    return other_terms((EARLY, LATE), occasion, today, CALENDAR)


def test_a_result_of_a_day_on_which_another_held_the_position_passes_to_them() -> None:
    assert turned(Occasion(Stage.VERIFIED, THURSDAY, THURSDAY)) == (BINH, AN)
    before = Occasion(Stage.VERIFIED, THURSDAY, date(2022, 3, 30))
    assert turned(before) is None


def test_lateness_of_what_nobody_reported_passes_as_silence_would() -> None:
    open_yet = Occasion(Stage.IN_PROGRESS, THURSDAY)
    assert turned(open_yet) == (BINH, AN)
    assert turned(open_yet, FRIDAY) == (BINH, AN)


def test_what_is_still_in_time_is_nobodys_result() -> None:
    open_yet = Occasion(Stage.IN_PROGRESS, THURSDAY)
    assert turned(open_yet, THURSDAY) is None
    assert turned(Occasion(Stage.ASSIGNED, date(2022, 6, 1)), THURSDAY) is None
    assert turned(Occasion(Stage.REPORTED, THURSDAY, THURSDAY), THURSDAY) == (BINH, AN)


def test_the_same_person_by_other_days_is_no_change() -> None:
    again = (Term(2, "Bình", date(2022, 1, 1)),)
    result = Occasion(Stage.VERIFIED, THURSDAY, THURSDAY)
    assert other_terms((EARLY, again), result, TODAY, CALENDAR) is None


def test_another_day_off_passes_silence_on_to_whoever_came_on_the_next_working_day() -> None:
    off = Calendars(CALENDAR, calendar_of([2022], holidays=[THURSDAY]))
    terms = hand_over(THURSDAY)
    for stage in (Stage.IN_PROGRESS, Stage.VERIFIED):
        assert other_holders(terms, Occasion(stage, THURSDAY), TODAY, off) == (terms[:1], terms[1:])
    assert other_holders(terms, Occasion(Stage.VERIFIED, FRIDAY), TODAY, off) is None


def test_a_due_date_whose_last_day_no_calendar_knows_is_not_said_to_move() -> None:
    friday = frozenset([date(2022, 12, 30)])
    assert moved_due_dates(Calendars(CALENDAR, calendar_of([2022], friday)), friday) == frozenset()


def test_the_day_of_a_report_is_the_day_in_viet_nam() -> None:
    late_in_the_evening = datetime(2022, 3, 31, 18, tzinfo=UTC)
    facts = DueFacts(Stage.REPORTED, THURSDAY, late_in_the_evening)
    assert Occasion.of(facts) == Occasion(Stage.REPORTED, THURSDAY, FRIDAY)
    assert Occasion.of(DueFacts(Stage.ASSIGNED, THURSDAY, None)).reported_on is None
