"""Files of facts, tried under rule sets and readings: what comes of them, in words."""

from pathlib import Path

import pytest

from dondoc.errors import BadInput
from dondoc.services.evaluation.rule_sets.load import parsed, rules_named, text_of
from dondoc.services.evaluation.rule_sets.problems import BrokenFile
from dondoc.services.evaluation.rule_sets.read_otherwise import changes_of, read_otherwise
from dondoc.services.evaluation.trials.facts import CaseFacts
from dondoc.services.evaluation.trials.in_words import outcome_in_words
from dondoc.services.evaluation.trials.run import TrialOutcome, final_grade, tried
from models.rules.scoring.exact import decimal_of
from models.rules.scoring.results import TotalPoints

EXAMPLES = Path(__file__).parents[3] / "examples" / "evaluation"


def facts(source: str) -> CaseFacts:
    return parsed(CaseFacts, f'title = "Một kỳ"\n{source}', "du-kien.toml")


def example(name: str) -> CaseFacts:
    path = EXAMPLES / f"{name}.toml"
    return parsed(CaseFacts, text_of(path), path.name)


def outcome(case: CaseFacts, code: str = "ND-335-2025", reading: str = "") -> TrialOutcome:
    rules = rules_named(code)
    read = read_otherwise(rules, changes_of(reading)) if reading else rules
    return tried(case, read, reading)


def words(case: CaseFacts, code: str = "ND-335-2025", reading: str = "") -> list[str]:
    rules = rules_named(code)
    read = read_otherwise(rules, changes_of(reading)) if reading else rules
    return outcome_in_words(tried(case, read, reading), read.parameters(), "en")


def points(case: CaseFacts, code: str = "ND-335-2025", reading: str = "") -> str | None:
    total = outcome(case, code, reading).total
    return str(decimal_of(total.rounded, 2)) if isinstance(total, TotalPoints) else None


@pytest.mark.parametrize(
    ("reading", "total"),
    [
        ("", "89.44"),
        ("denominator=completed", "91.43"),
        ("deduction_base=unit", "92.78"),
        ("denominator=completed,deduction_base=unit", "94.93"),
    ],
)
def test_the_same_facts_give_four_totals(reading: str, total: str) -> None:
    assert points(example("nd-335-2025"), reading=reading) == total


def test_it_spells_a_sum_out_as_one_would_on_paper() -> None:
    assert words(example("nd-335-2025")) == [
        "assigned, converted = 800 + 1,000 + 300 = 2,100",
        "done, converted = 800 + 900 + 300 = 2,000",
        "T1: 1 lateness (3 days), 200 taken each time (objective cause: none)",
        "T2: 1 failed review, 225 taken each time (objective cause: refused)",
        "a = 2,000/2,100 = 95.2381%",
        "b = (800 + 675 + 300)/2,100 = 1,775/2,100 = 84.5238%",
        "c = (600 + 900 + 300)/2,100 = 1,800/2,100 = 85.7143%",
        "result = (a + b + c)/3 = 88.4921%",
        "total = 27.5 + 70 × 88.4921% = 27.5 + 61.9444 = 89.4444 → 89.44",
        "by points: good",
    ]


def test_gates_are_named_with_their_state() -> None:
    case = example("366-qd-tw")
    said = words(case, "366-QD-TW")
    assert "gate of “good”: every task in time: not met (9/10)" in said
    assert "gate of “excellent”: enough tasks exceeded: met (4/10, bound 30%)" in said
    assert said[-1] == "after the gates: good"
    assert final_grade(outcome(case, "366-QD-TW", "fall_below_gate=cascade")) == "completed"


def test_a_head_stands_with_the_unit_led() -> None:
    case = example("hd-02-btctw")
    done = outcome(case, "HD-02-BTCTW")
    assert points(case, "HD-02-BTCTW") == "97.50"
    assert done.gates is not None
    assert (done.gates.by_points, done.gates.grade) == ("excellent", "good")
    assert final_grade(done) == "not_completed"
    said = words(case, "HD-02-BTCTW")
    assert "the unit did 65/93 = 69.8925%" in said
    assert said[-1] == "one period was not completed, so the year is: good"
    assert final_grade(outcome(case)) == "excellent"


def test_the_illustration_counts_products_alone() -> None:
    case = example("minh-hoa-2021-2022")
    assert points(case, "MINH-HOA-2021-2022") == "97.22"
    assert words(case, "MINH-HOA-2021-2022")[-1] == "Đảng viên mới kết nạp: 105.05%, exceeded"


MOVED = """
[[part]]
unit = "A"
first = 2026-04-01
last = 2026-05-14
general = 27
[[part.task]]
reference = "T1"
coefficient = 5
assigned = 2
done = 2
latenesses = [{ cause = "asked" }]
[[part]]
unit = "B"
first = 2026-05-15
last = 2026-06-30
general = 28
[[part.task]]
reference = "T2"
coefficient = 10
assigned = 2
done = 1
"""


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


def test_a_coefficient_out_of_the_rule_sets_range_is_refused() -> None:
    case = facts(
        'general = 24\n[[task]]\nreference = "T"\ncoefficient = 3\nassigned = 1\ndone = 1\n'
    )
    assert points(case, reading="coefficient_most=3,coefficient_least=3") == "94.00"
    for reading in ("coefficient_most=2", "coefficient_least=3.5"):
        with pytest.raises(BadInput) as error:
            outcome(case, reading=reading)
        assert error.value.key == "evaluation.coefficient"


def test_parts_without_a_day_that_counts_are_refused() -> None:
    weekend = MOVED.replace("2026-04-01", "2026-05-02").replace("2026-05-14", "2026-05-03")
    weekend = weekend.replace("2026-05-15", "2026-05-09").replace("2026-06-30", "2026-05-10")
    with pytest.raises(BadInput) as error:
        outcome(facts(weekend), reading="transfer=by_working_days")
    assert error.value.key == "evaluation.days_needed"


@pytest.mark.parametrize(
    ("source", "path", "kind", "line"),
    [
        (
            "[[task]]\nreference = 'T'\ncoefficient = 0\nassigned = 1\ndone = 1",
            "task.0.coefficient",
            "range",
            4,
        ),
        ("[[task]]\nreference = 'T'", "task.0.coefficient", "missing", 2),
        ("general = -1", "general", "range", 2),
        ("leads = 'yes'", "leads", "yes_or_no", 2),
        ("points = 3", "points", "unknown_key", 2),
        ("task = 3", "task", "several", 2),
        ("[absence]\nfirst = 2026-02-01\nlast = 2026-01-01", "absence", "dates", 2),
        ("[absence]\nfirst = 2024-02-01\nlast = 2026-01-01", "absence", "span", 2),
    ],
)
def test_facts_that_cannot_be_are_refused_with_their_place(
    source: str, path: str, kind: str, line: int
) -> None:
    with pytest.raises(BrokenFile) as error:
        facts(source)
    assert (path, kind, line) in [
        (each.path, each.kind, each.line) for each in error.value.problems
    ]
