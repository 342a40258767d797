"""How long a difficulty is open."""

from datetime import date

from models.rules.difficulties import End, Said, standing

MARCH, APRIL, JUNE = date(2022, 3, 29), date(2022, 4, 20), date(2022, 6, 28)


def said(report: int, day: date, what: str = "Thiếu vốn", *, removed: bool = False) -> Said:
    return Said(report, day, what, "", removed)


def test_it_is_open_while_the_latest_report_says_it():
    (one,) = standing([1], [said(1, MARCH)])
    assert (one.end, one.since) == (End.OPEN, MARCH)


def test_it_is_over_once_a_later_report_leaves_it_out():
    (one,) = standing([1, 2], [said(1, MARCH)])
    assert (one.end, one.since) == (End.LEFT_OUT, MARCH)


def test_said_again_it_stands_once_and_is_open_since_it_was_first_said():
    (one,) = standing([1, 2, 3], [said(1, MARCH), said(2, APRIL), said(3, JUNE, " thiếu  VỐN ")])
    assert (one.end, one.since, one.said.report) == (End.OPEN, MARCH, 3)


def test_a_break_begins_it_anew():
    (one,) = standing([1, 2, 3], [said(1, MARCH), said(3, JUNE)])
    assert (one.end, one.since) == (End.OPEN, JUNE)


def test_one_that_was_removed_and_is_said_again_is_open_since_then():
    (one,) = standing([1, 2], [said(1, MARCH, removed=True), said(2, JUNE)])
    assert (one.end, one.since) == (End.OPEN, JUNE)
    (one,) = standing([1], [said(1, MARCH, removed=True)])
    assert one.end is End.REMOVED


def test_other_words_are_another_difficulty():
    found = standing([1, 2], [said(1, MARCH), said(2, JUNE, "Mưa lũ")])
    assert {one.said.difficulty: one.end for one in found} == {
        "Thiếu vốn": End.LEFT_OUT,
        "Mưa lũ": End.OPEN,
    }
