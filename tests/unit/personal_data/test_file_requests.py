"""Requests about personal data: one answer, two clocks, and terms that are data."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.services.personal_data.own_file.kinds import HELD_IN
from dondoc.services.personal_data.terms import all_terms, terms_on
from models.rules.file_requests import (
    OPEN,
    FileRequestKind,
    RequestClock,
    RequestState,
    RequestStepKind,
    due_on,
    is_overdue,
    may_follow,
    state_of,
)
from models.tables import metadata

CLOCK = RequestClock(date(2026, 3, 4), date(2026, 3, 12))


def test_the_first_clock_runs_until_the_answer_and_the_second_until_it_is_carried_out() -> None:
    assert due_on(RequestState.ASKED, CLOCK) == CLOCK.answer_by
    assert due_on(RequestState.ACCEPTED, CLOCK) == CLOCK.carry_out_by
    ended = set(RequestState) - OPEN
    assert all(due_on(state, CLOCK) is None for state in ended)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_the_last_day_is_in_time_and_the_next_is_not(state: RequestState) -> None:
    due = due_on(state, CLOCK)
    assert due is not None
    assert not is_overdue(state, CLOCK, due)
    assert is_overdue(state, CLOCK, due + timedelta(days=1))


@given(st.lists(st.sampled_from(RequestStepKind), max_size=6))
def test_a_request_is_answered_once_and_carried_out_only_once_accepted(
    steps: list[RequestStepKind],
) -> None:
    taken: list[RequestStepKind] = []
    for step in steps:
        if may_follow(state_of(taken), step):
            taken.append(step)
    assert len(taken) <= 2
    assert taken[1:] in ([], [RequestStepKind.CARRIED_OUT])
    assert taken[1:] == [] or taken[0] is RequestStepKind.ACCEPTED


def test_the_shipped_terms_are_those_of_the_law_and_each_says_what_it_rests_on() -> None:
    terms = terms_on(date(2026, 6, 1))
    assert terms.answer_working_days == 2
    assert all(10 <= days <= 20 for days in terms.days.values())
    assert set(terms.days) == set(FileRequestKind)
    known = {"rule", "secondary", "reading", "unknown"}
    assert all(basis in known for each in all_terms() for basis in each.basis.values())
    assert terms.source


def test_before_the_first_terms_the_office_keeps_them_as_well() -> None:
    assert terms_on(date(2022, 1, 1)) == all_terms()[0]


def test_every_column_that_names_a_person_is_of_a_kind_of_their_file() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.target_fullname in ("person.id", "account.id") for key in column.foreign_keys)
        or column.name.endswith("_by_id")
    }
    assert named == set(HELD_IN)
