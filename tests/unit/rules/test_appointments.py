"""Which positions answered when, of the plans that named others."""

from datetime import date

from models.rules.appointments import (
    DaysOfDuty,
    OfficialsChange,
    TenurePart,
    appointments_of,
    days_by_position,
    duties_of,
    on,
    within,
)
from models.rules.responsibility import Tenure, Term

FIRST, SECOND = date(2022, 4, 11), date(2022, 5, 3)
BEFORE_FIRST, BEFORE_SECOND = date(2022, 4, 10), date(2022, 5, 2)


def changes(*rows: tuple[date, tuple[int, ...]]) -> list[OfficialsChange]:
    return [OfficialsChange(1, day, before) for day, before in rows]


def test_a_plan_counts_from_its_own_day_on() -> None:
    appointments = appointments_of(changes((FIRST, (1, 2))), (3,))
    assert [on(appointments, day) for day in (BEFORE_FIRST, FIRST)] == [(1, 2), (3,)]


def test_of_several_plans_of_one_day_the_last_one_counts() -> None:
    appointments = appointments_of(changes((FIRST, (1,)), (FIRST, (2,)), (SECOND, (3,))), ())
    assert [each.positions for each in appointments] == [(1,), (3,), ()]
    assert [on(appointments, day) for day in (BEFORE_FIRST, FIRST, SECOND)] == [(1,), (3,), ()]


def test_a_change_that_leaves_a_position_there_ends_nothing_for_it() -> None:
    appointments = appointments_of(changes((FIRST, (1,)), (SECOND, (1, 2))), (2,))
    assert days_by_position(appointments) == {
        1: (DaysOfDuty(None, BEFORE_SECOND),),
        2: (DaysOfDuty(FIRST, None),),
    }


def test_a_position_that_is_named_again_did_not_answer_in_between() -> None:
    appointments = appointments_of(changes((FIRST, (1,)), (SECOND, (2,))), (1,))
    days = days_by_position(appointments)[1]
    assert days == (DaysOfDuty(None, BEFORE_FIRST), DaysOfDuty(SECOND, None))
    term = Term(7, "An", date(2022, 1, 1), date(2022, 6, 30))
    assert list(within([term], days)) == [
        Term(7, "An", date(2022, 1, 1), BEFORE_FIRST),
        Term(7, "An", SECOND, date(2022, 6, 30)),
    ]


def test_a_tenure_is_split_by_the_days_on_which_its_position_answered() -> None:
    tenure = Tenure(1, date(2022, 1, 1))
    days = {1: {10: (DaysOfDuty(None, BEFORE_FIRST),), 11: (DaysOfDuty(FIRST, None),)}}
    assert list(duties_of([tenure], days)) == [
        TenurePart(tenure, without=frozenset({10, 11})),
        TenurePart(Tenure(1, date(2022, 1, 1), BEFORE_FIRST), frozenset({10})),
        TenurePart(Tenure(1, FIRST), frozenset({11})),
    ]


def test_of_other_positions_everything_is_as_it_was() -> None:
    tenure = Tenure(2, date(2022, 1, 1))
    assert list(duties_of([tenure], {1: {10: (DaysOfDuty(FIRST),)}})) == [TenurePart(tenure)]
