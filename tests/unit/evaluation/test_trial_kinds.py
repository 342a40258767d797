"""Files of facts of every kind: transfers, absences, seats, shares, and what is refused."""

import pytest
from trial_cases import MOVED, facts, outcome, points, words

from models.rules.scoring.exact import decimal_of


@pytest.mark.parametrize(
    ("reading", "total"),
    [
        ("", "72.72"),
        ("transfer=by_days", "77.10"),
        ("transfer=by_days,transfer_general=by_days", "76.62"),
    ],
)
def test_a_transfer(reading: str, total: str) -> None:
    assert points(facts(MOVED), reading=reading) == total


def test_a_transfer_shows_each_part() -> None:
    said = words(facts(MOVED), reading="transfer=by_days")
    assert said[0] == "A: 44 days"
    assert "result = (a + b + c)/3 = 91.6667%" in said
    assert "total = 28 + 70 × 70.1465% = 28 + 49.1026 = 77.1026 → 77.10" in said


CARRIED = """
[[period]]
general = 28
[[period.task]]
reference = "Y"
coefficient = 6
assigned = 1
done = 1
[[period]]
general = 28
[[period.task]]
reference = "Z"
coefficient = 8
assigned = 1
done = 1
[[carried]]
reference = "X"
coefficient = 4
assigned = 1
done = 1
due_in = 1
done_in = 2
moved_to = 2
"""


@pytest.mark.parametrize(
    ("read", "year"),
    [("stays", "84.00"), ("counted_again", "83.03"), ("moved_by_paper", "98.00")],
)
def test_carried_over_work(read: str, year: str) -> None:
    done = outcome(facts(CARRIED), reading=f"carried_over={read}")
    assert done.year is not None
    assert str(decimal_of(done.year.rounded, 2)) == year


ABSENT = """
general = 26
[absence]
first = 2026-07-01
last = 2026-09-30
away = [{{ first = 2026-07-01, last = {last} }}]
off = [2026-08-31, 2026-09-01, 2026-09-02]
worked = [2026-08-22]
[[task]]
reference = "T1"
coefficient = 4
assigned = 3
done = 0
due_on = 2026-07-31
[[task]]
reference = "T2"
coefficient = 6
assigned = 2
done = 2
due_on = 2026-09-20
"""


@pytest.mark.parametrize(
    ("last", "reading", "total"),
    [
        ("2026-08-14", "absence_from=50", "61.00"),
        ("2026-08-14", "absence_from=50,due_in_absence=taken_out", "96.00"),
        ("2026-08-14", "absence_from=50,absence_days=working", None),
        ("2026-08-15", "absence_from=50", None),
    ],
)
def test_an_absence(last: str, reading: str, total: str | None) -> None:
    case = facts(ABSENT.format(last=last))
    assert points(case, reading=reading) == total
    assert ("counted with the next" in words(case, reading=reading)[0]) is (total is None)


def test_whoever_is_newly_appointed_is_not_graded() -> None:
    case = facts(
        ABSENT.format(last="2026-07-02").replace("[absence]", "[absence]\nappointed = 2026-09-10")
    )
    assert points(case, "HD-02-BTCTW") is None
    assert "newly appointed" in words(case, "HD-02-BTCTW")[1]
    assert points(case) == "61.00"


def test_seats_and_ties_are_named() -> None:
    rows = "".join(
        f'[[official]]\nreference = "{name}"\npoints = {points}\ngroup = "K"\n'
        for name, points in (("A", 95), ("B", 93), ("C", 93), *((f"G{n}", 80) for n in range(10)))
    )
    said = words(facts(rows), reading="seat_scope=group")
    assert said == [
        "cap on excellent, K: 20% of 10 = 2 → 2 seat(s)",
        "has a seat: A",
        "equal, 1 seat left, the deciding body decides: B, C",
    ]
    more = words(facts(f"outstanding = true\n{rows}"), reading="seat_scope=group,seat_rounding=up")
    assert more == ["cap on excellent, K: 25% of 10 = 2.5 → 3 seat(s)", "has a seat: A, B, C"]


def test_indicators_and_products() -> None:
    case = facts(
        """
[[indicator]]
reference = "D"
direction = "lower"
target = 5
actual = 8
[[indicator]]
reference = "E"
direction = "higher"
target = 0
actual = 0
[[product]]
reference = "H"
reported = "known_elsewhere"
"""
    )
    assert words(case) == ["D: 62.5%, not met", "E: no share, met", "H: 0 of 1 done"]
    other = "lower_is_better=two_minus_ratio,silence=known_result"
    assert words(case, reading=other) == ["D: 40%, not met", "E: no share, met", "H: 1 of 1 done"]


def test_nothing_assigned_is_not_enough_data() -> None:
    said = words(facts("general = 26.5"))
    assert said == [
        "assigned, converted = 0 = 0",
        "done, converted = 0 = 0",
        "no total:",
        "Not enough data: nothing was assigned in the period.",
    ]
    zero = words(facts("general = 26.5"), reading="nothing_assigned=zero")
    assert "a = 0%: nothing was assigned" in zero


def test_e_has_no_default() -> None:
    case = facts(
        "general = 27.5\n[leader]\nsubordinates = true\norganising = true\n"
        '[[task]]\nreference = "T"\ncoefficient = 1\nassigned = 1\ndone = 1\n'
    )
    assert (
        words(case)[-1] == "e is missing: nobody entered how people were united; it has no default."
    )


def test_a_surplus_is_said_where_it_was_cut() -> None:
    case = facts(
        'general = 26\n[[task]]\nreference = "T"\ncoefficient = 1\nassigned = 10\ndone = 14\n'
    )
    assert "a = 14/10 = 100% (cut at 100%)" in words(case, reading="surplus=total")
    undone = facts(
        'general = 24\n[[task]]\nreference = "T"\ncoefficient = 1\nassigned = 1\ndone = 0\n'
    )
    assert "b = 100%: nothing was completed, the denominator is 0" in words(
        undone, reading="denominator=completed"
    )
    assert points(undone, reading="denominator=completed") == "70.67"
