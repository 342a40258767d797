"""How long a difficulty is open."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from models.rules.difficulties import (
    DifficultyStanding,
    DifficultyStatement,
    End,
    Filing,
    Side,
    side_of,
    standing,
)
from models.rules.roles import Role

MARCH, APRIL, JUNE = date(2022, 3, 29), date(2022, 4, 20), date(2022, 6, 28)
Q1, Q2, Q3 = date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30)


def filing(report: int, period: date = Q1, side: Side = Side.UNIT) -> Filing:
    return Filing(report, period, side)


def said(
    one: Filing, day: date = MARCH, what: str = "Thiếu vốn", *, removed: bool = False
) -> DifficultyStatement:
    return DifficultyStatement(one, day, what, "", removed)


def stands(filings: list[Filing], *times: DifficultyStatement) -> DifficultyStanding:
    (found,) = standing(filings, times)
    return found


def test_it_is_open_while_the_latest_report_says_it():
    one = stands([filing(1)], said(filing(1)))
    assert (one.end, one.since, one.silence) == (End.OPEN, MARCH, None)


def test_it_is_over_once_a_later_report_of_its_own_side_leaves_it_out():
    one = stands([filing(1), filing(2, Q2), filing(3, Q2)], said(filing(1)))
    assert (one.end, one.since, one.silence) == (End.LEFT_OUT, MARCH, filing(2, Q2))


def test_the_office_s_note_of_a_telephone_call_does_not_end_it():
    noted = filing(2, Q2, Side.OFFICE)
    assert stands([filing(1), noted], said(filing(1))).end is End.OPEN


def test_what_the_office_noted_ends_with_the_unit_s_own_report_or_the_office_s_next_note():
    noted = filing(1, Q1, Side.OFFICE)
    for after in (filing(2), filing(2, Q1, Side.OFFICE)):
        one = stands([noted, after], said(noted))
        assert (one.end, one.silence) == (End.LEFT_OUT, after)


def test_mending_the_report_of_an_older_quarter_ends_nothing_newer():
    first, newer, mended = filing(1), filing(2, Q2), filing(3, Q1)
    assert stands([first, newer, mended], said(newer, JUNE)).end is End.OPEN
    # Of its own quarter it still says what there is.
    assert stands([first, mended], said(first)).silence == mended


def test_the_mended_report_of_an_older_quarter_brings_nothing_back():
    first, newer, mended = filing(1), filing(2, Q2), filing(3, Q1)
    one = stands([first, newer, mended], said(first), said(mended, JUNE))
    assert (one.end, one.since, one.silence) == (End.LEFT_OUT, MARCH, newer)


def test_a_report_mended_twice_brings_nothing_back_either():
    first, newer, silent, mended = filing(1), filing(2, Q2), filing(3, Q1), filing(4, Q1)
    one = stands([first, newer, silent, mended], said(first), said(mended, JUNE))
    assert (one.end, one.since) == (End.LEFT_OUT, MARCH)


def test_what_is_said_there_for_the_first_time_is_open_whatever_was_filed_before_it():
    newer, mended = filing(2, Q2), filing(3, Q1)
    assert stands([newer, mended], said(mended, JUNE)).end is End.OPEN
    after = filing(4, Q2)
    assert stands([newer, mended, after], said(mended, JUNE)).silence == after


def test_said_again_it_stands_once_and_is_open_since_it_was_first_said():
    filings = [filing(1), filing(2), filing(3, Q2)]
    one = stands(
        filings,
        said(filings[0]), said(filings[1], APRIL), said(filings[2], JUNE, " thiếu  VỐN "),
    )  # fmt: skip
    assert (one.end, one.since, one.statement.filing.report) == (End.OPEN, MARCH, 3)


def test_a_note_between_is_no_break():
    filings = [filing(1), filing(2, Q1, Side.OFFICE), filing(3, Q2)]
    one = stands(filings, said(filings[0]), said(filings[2], JUNE))
    assert (one.end, one.since) == (End.OPEN, MARCH)


def test_a_break_begins_it_anew():
    filings = [filing(1), filing(2), filing(3)]
    one = stands(filings, said(filings[0]), said(filings[2], JUNE))
    assert (one.end, one.since) == (End.OPEN, JUNE)


def test_one_that_was_removed_and_is_said_again_is_open_since_then():
    one = stands([filing(1), filing(2)], said(filing(1), removed=True), said(filing(2), JUNE))
    assert (one.end, one.since) == (End.OPEN, JUNE)
    assert stands([filing(1)], said(filing(1), removed=True)).end is End.REMOVED
    times = [filing(number) for number in (1, 2, 3)]
    last = said(times[1], APRIL, removed=True)
    one = stands(times, said(times[0]), last, said(times[2], JUNE))
    assert (one.end, one.since) == (End.OPEN, JUNE)


def test_other_words_are_another_difficulty():
    found = standing([filing(1), filing(2)], [said(filing(1)), said(filing(2), JUNE, "Mưa lũ")])
    assert {one.statement.difficulty: one.end for one in found} == {
        "Thiếu vốn": End.LEFT_OUT,
        "Mưa lũ": End.OPEN,
    }


def test_the_office_speaks_only_through_somebody_who_is_nothing_else_to_the_checkpoint():
    assert side_of({Role.SECRETARIAT}) is Side.OFFICE
    assert side_of({Role.SECRETARIAT, Role.AUDITOR}) is Side.OFFICE
    for own in (Role.OFFICIAL, Role.UNIT_HEAD, Role.COMMITTEE_SECRETARY):
        assert side_of({own}) is side_of({own, Role.SECRETARIAT}) is Side.UNIT
    assert side_of(frozenset()) is Side.UNIT


PERIODS, SIDES = st.sampled_from([Q1, Q2, Q3]), st.sampled_from(list(Side))
TIMES = st.lists(st.tuples(PERIODS, SIDES, st.booleans(), st.booleans()), min_size=1, max_size=8)


def history(
    times: list[tuple[date, Side, bool, bool]],
) -> tuple[list[Filing], list[DifficultyStatement]]:
    filings = [Filing(number, *one[:2]) for number, one in enumerate(times)]
    told = [
        said(filings[number], date(2022, 1, 1 + number), removed=removed)
        for number, (_, _, says, removed) in enumerate(times)
        if says
    ]
    return filings, told


@given(TIMES)
def test_the_order_of_the_rows_does_not_matter(times):
    filings, told = history(times)
    assert standing(filings[::-1], told[::-1]) == standing(filings, told)


@given(TIMES, SIDES)
def test_a_silent_report_older_than_every_time_that_it_was_said_changes_nothing(times, side):
    filings, told = history(times)
    told = [one for one in told if one.filing.period > Q1]
    silent = Filing(len(filings), Q1, side)
    assert standing([*filings, silent], told) == standing(filings, told)


@given(TIMES, PERIODS)
def test_no_silence_of_the_office_ends_what_the_unit_says(times, period):
    """What the office said itself beside it ends with the office's own silence."""
    filings, statements = history(times)
    told = [one for one in statements if one.filing.side is Side.UNIT]
    for one in standing(filings, told):
        if one.end is End.OPEN:
            noted = Filing(len(filings), period, Side.OFFICE)
            assert stands([*filings, noted], *told).end is End.OPEN


def test_each_side_s_silence_ends_what_that_side_says():
    office, unit = filing(1, Q2, Side.OFFICE), filing(2, Q1)
    unit_silent, office_silent = filing(3, Q1), filing(4, Q2, Side.OFFICE)
    told = [said(office), said(unit, APRIL)]
    assert stands([office, unit, unit_silent], *told).end is End.OPEN
    assert stands([office, unit, unit_silent, office_silent], *told).end is End.LEFT_OUT
    assert stands([office, unit, office_silent], *told).end is End.OPEN


@given(TIMES)
def test_the_unit_s_silence_in_the_last_period_ends_all_that_nobody_removed(times):
    filings, told = history(times)
    silent = Filing(len(filings), date(2022, 12, 31), Side.UNIT)
    for one in standing([*filings, silent], told):
        assert one.end is (End.REMOVED if one.statement.removed else End.LEFT_OUT)


@given(TIMES)
def test_what_is_open_was_left_out_by_no_later_report_of_its_side(times):
    filings, told = history(times)
    for one in standing(filings, told):
        after = [each for each in filings if each.report > one.statement.filing.report]
        ends = any(each.may_end(one.statement.filing) for each in after)
        if ends and one.end is End.OPEN:
            # An earlier time still counts: said in a newer period, and not left out since.
            assert any(
                each.filing.period > one.statement.filing.period
                or one.statement.filing.side is not each.filing.side
                for each in told
            )


def test_what_two_sides_said_is_over_with_the_later_of_the_reports_that_end_it():
    first, noted = filing(1), filing(2, Q1, Side.OFFICE)
    office, unit = filing(3, Q2, Side.OFFICE), filing(4, Q2)
    both = (said(first), said(noted, APRIL))
    assert stands([first, noted, office], *both).end is End.OPEN
    one = stands([first, noted, office, unit], *both)
    assert (one.end, one.silence) == (End.LEFT_OUT, unit)
