"""The shipped examples, tried under rule sets and readings: what comes of them, in words."""

import pytest
from trial_cases import example, outcome, points, words

from dondoc.services.evaluation.trials.run import final_grade


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
