"""Whose a checkpoint is after a change of holder."""

from datetime import date

import pytest

from models.rules.calendar import calendar_of
from models.rules.responsibility import Answer, Occasion, Term, answers_for, day_that_counts
from models.rules.returned_reports import ReturnedReport
from models.rules.stages import Stage

CALENDAR = calendar_of((2022, 2022), frozenset(), frozenset())
FRIDAY, SUNDAY, MONDAY, TUESDAY = (date(2022, 4, day) for day in (1, 3, 4, 5))
TODAY = date(2022, 5, 16)
BEFORE = Term(1, "Trần Văn Cũ", date(2020, 1, 1), SUNDAY)
AFTER = Term(2, "Lê Thị Mới", MONDAY)
BOTH = (BEFORE, AFTER)
SILENCE = Stage.VERIFIED


def whose(occasion: Occasion, terms: tuple[Term, ...] = BOTH) -> Answer:
    return answers_for(terms, occasion, TODAY, CALENDAR)


def test_what_is_open_is_the_present_holders_and_said_to_be_inherited():
    found = whose(Occasion(Stage.IN_PROGRESS, FRIDAY))
    assert found == Answer((AFTER,), newcomers=(AFTER,), before=(BEFORE,))


def test_what_fell_due_on_their_own_days_is_not_inherited():
    assert whose(Occasion(Stage.IN_PROGRESS, MONDAY)) == Answer((AFTER,))
    assert whose(Occasion(Stage.ASSIGNED, date(2022, 6, 1))) == Answer((AFTER,))


def test_a_due_date_on_a_day_off_is_still_in_time_on_the_next_working_day():
    assert whose(Occasion(Stage.IN_PROGRESS, SUNDAY)) == Answer((AFTER,))
    assert whose(Occasion(SILENCE, SUNDAY)) == Answer((AFTER,))


@pytest.mark.parametrize("stage", [Stage.VERIFIED, Stage.EVALUATED])
def test_silence_is_the_predecessors_however_late_it_is_recorded(stage: Stage):
    assert whose(Occasion(stage, FRIDAY)) == Answer((BEFORE,))


@pytest.mark.parametrize("stage", [Stage.REPORTED, Stage.VERIFIED, Stage.EVALUATED])
def test_lateness_is_the_predecessors_when_the_successor_reports_it(stage: Stage):
    assert whose(Occasion(stage, FRIDAY, TUESDAY)) == Answer((BEFORE,))


def test_a_report_in_time_is_of_whoever_made_it_though_it_was_due_after_they_left():
    assert whose(Occasion(Stage.EVALUATED, date(2022, 4, 29), SUNDAY)) == Answer((BEFORE,))
    assert whose(Occasion(Stage.EVALUATED, date(2022, 4, 29), MONDAY)) == Answer((AFTER,))


def test_a_vacant_day_is_nobodys_and_not_the_successors():
    gap = (Term(1, "Trần Văn Cũ", date(2020, 1, 1), date(2022, 3, 1)), AFTER)
    assert whose(Occasion(SILENCE, FRIDAY), gap) == Answer(())
    assert whose(Occasion(Stage.IN_PROGRESS, FRIDAY), gap) == Answer((AFTER,), newcomers=(AFTER,))
    assert whose(Occasion(Stage.IN_PROGRESS, FRIDAY), gap[:1]) == Answer(())


def test_the_day_that_counts_is_never_after_the_last_day_in_time():
    assert day_that_counts(Occasion(Stage.REPORTED, FRIDAY, TUESDAY), TODAY, CALENDAR) == FRIDAY
    assert day_that_counts(Occasion(Stage.REPORTED, SUNDAY, TUESDAY), TODAY, CALENDAR) == MONDAY
    assert day_that_counts(Occasion(Stage.ASSIGNED, FRIDAY), TODAY, CALENDAR) == TODAY


def test_whoever_let_the_day_pass_and_came_back_inherits_nothing():
    between = Term(2, "Lê Thị Mới", MONDAY, date(2022, 4, 30))
    back = Term(1, "Trần Văn Cũ", date(2022, 5, 1))
    assert whose(Occasion(Stage.IN_PROGRESS, FRIDAY), (BEFORE, between, back)) == Answer((back,))
    late = Occasion(Stage.IN_PROGRESS, TUESDAY)
    assert whose(late, (BEFORE, between, back)) == Answer((back,), (back,), (between,))


def test_of_two_who_hold_it_only_the_one_who_came_later_inherits():
    there = Term(3, "Đỗ Văn Tam", date(2021, 1, 1))
    found = whose(Occasion(Stage.IN_PROGRESS, FRIDAY), (there, AFTER))
    assert found == Answer((there, AFTER), newcomers=(AFTER,), before=(there,))


def test_that_a_product_is_not_there_is_of_whoever_holds_the_position_on_its_last_day():
    said = Occasion(Stage.VERIFIED, TUESDAY, FRIDAY, undelivered=True)
    assert whose(said) == Answer((AFTER,))
    assert day_that_counts(said, FRIDAY, CALENDAR) == FRIDAY  # until then whoever is there
    assert whose(Occasion(Stage.VERIFIED, TUESDAY, FRIDAY)) == Answer((BEFORE,))


def test_nobody_has_inherited_what_is_reported_though_its_date_was_moved_forward_since():
    """Sent back as late by Tuesday's date, it is held to that one and not to Friday's."""
    back = ReturnedReport(TUESDAY, date(2022, 4, 29))
    mended = Occasion(Stage.VERIFIED, FRIDAY, TODAY, returned=back)
    assert whose(mended) == Answer((AFTER,))


def test_what_a_successor_reported_late_stays_with_who_let_the_day_pass_when_it_is_sent_back():
    back = ReturnedReport(FRIDAY, TUESDAY)
    mended = Occasion(Stage.VERIFIED, date(2022, 4, 15), date(2022, 4, 14), returned=back)
    assert whose(mended) == Answer((BEFORE,))


def test_who_begins_on_the_last_day_in_time_took_over_nothing_that_was_overdue():
    begins, left = Term(2, "Lê Thị Mới", FRIDAY), Term(1, "Trần Văn Cũ", date(2020, 1, 1), FRIDAY)
    open_work = Occasion(Stage.IN_PROGRESS, FRIDAY)
    assert answers_for((begins,), open_work, TODAY, CALENDAR, (left,)) == Answer((begins,))
    later = Term(2, "Lê Thị Mới", MONDAY)
    inherited = Answer((later,), newcomers=(later,), before=(left,))
    assert answers_for((later,), open_work, TODAY, CALENDAR, (left,)) == inherited
