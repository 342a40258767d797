"""The figures of the example year, worked out apart from the product.

The oracle's own sanity is tested here; the product's digests are held against it through
`assert_digest_agrees`.
"""

from datetime import date
from decimal import Decimal

import pytest
import replay_oracle as oracle

END = date(2023, 1, 20)
MAY_20 = date(2022, 5, 20)


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
@pytest.mark.parametrize("as_of", [date(2022, 4, 1), MAY_20, date(2022, 10, 13), END])
def test_it_reconciles_every_figure_with_its_parts(quarter: int, as_of: date) -> None:
    figures = oracle.expected_figures(quarter, as_of)
    total = figures["total"]
    states = ("done_in_time", "done_late", "open_in_time", "overdue")
    assert total["total"] == sum(total[state] for state in states)
    for part in ("groups", "units"):
        for count in oracle.COUNTS:
            assert total[count] == sum(figure[count] for figure in figures[part].values())
    assert total["due_soon"] <= total["open_in_time"]
    assert total["missing"] <= total["overdue"]
    judged = total["done_in_time"] + total["done_late"] + total["undelivered"]
    assert total["met"] <= total["compared"] <= judged


def test_it_counts_every_checkpoint_in_one_quarter() -> None:
    totals = [oracle.expected_figures(q, date(2022, 1, 1))["total"]["total"] for q in (1, 2, 3, 4)]
    assert sum(totals) == len(oracle.read_items())


def test_it_knows_that_a_due_date_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert oracle.last_day_in_time(date(2022, 4, 30)) == date(2022, 5, 4)
    assert oracle.last_day_in_time(date(2022, 9, 2)) == date(2022, 9, 5)
    assert oracle.last_day_in_time(date(2022, 12, 31)) == date(2023, 1, 3)
    assert oracle.working_days_until(date(2022, 5, 5), date(2022, 4, 29)) == 2


def test_it_is_done_late_only_after_the_next_working_day() -> None:
    """B2 of this roadmap is due on 3/5/2022, a day off; 4/5 is the last day in time."""
    item = oracle.read_items()["GPMB01@YL/B2"]
    assert item.due_on == date(2022, 5, 3)
    assert oracle.due_state(item, date(2022, 5, 4)) == "open_in_time"
    assert oracle.due_state(item, date(2022, 5, 5)) == "overdue"


def test_it_sees_on_20_may_something_of_everything() -> None:
    total = oracle.expected_figures(2, MAY_20)["total"]
    for count in ("done_in_time", "done_late", "open_in_time", "overdue", "due_soon", "waiting"):
        assert total[count] > 0, count
    items = oracle.items_on(MAY_20)
    assert oracle.due_state(items["GPMB01@BX/B2"], MAY_20) == "open_in_time"  # returned
    assert items["GPMB01@BX/B2"].due_on == date(2022, 5, 24)  # with time to mend it
    assert oracle.due_state(items["GPMB01@VT/B2"], MAY_20) == "open_in_time"  # waits, in time
    assert oracle.due_state(items["KHDT01@KHDT/B2"], MAY_20) == "overdue"  # waits, was late
    assert oracle.is_due_soon(items["GPMB01@PY/B2"], MAY_20)


def test_it_counts_a_silent_unit_as_overdue_with_nothing_to_compare() -> None:
    silent = oracle.expected_figures(2, END)["units"]["SNGV"]
    assert (silent["total"], silent["overdue"], silent["missing"]) == (2, 2, 2)
    assert silent["compared"] == 0


def test_it_counts_a_corrected_silence_as_done_late() -> None:
    items = oracle.items_on(date(2022, 6, 15))
    assert oracle.due_state(items["VHTT02@VHTT/B2"], date(2022, 6, 15)) == "done_late"
    assert oracle.verdict(items["VHTT02@VHTT/B2"]) == (True, False)


def test_it_drops_a_withdrawn_step_from_the_day_of_the_act() -> None:
    before = oracle.expected_figures(2, date(2022, 5, 18))["units"]["VPUB"]["total"]
    assert oracle.expected_figures(2, date(2022, 5, 19))["units"]["VPUB"]["total"] == before - 1


def test_it_moves_an_extended_step_to_the_quarter_of_its_new_date() -> None:
    third, fourth = (
        [oracle.expected_figures(q, day)["units"]["PY"]["total"] for q in (3, 4)]
        for day in (date(2022, 9, 25), date(2022, 9, 26))
    )
    assert fourth == [third[0] - 1, third[1] + 1]


def test_it_judges_a_corrected_estimate_by_the_actual_value() -> None:
    estimated = oracle.items_on(date(2022, 10, 20))["DTC01@VY/Q3"]
    actual = oracle.items_on(date(2022, 10, 25))["DTC01@VY/Q3"]
    assert (oracle.verdict(estimated)[0], oracle.verdict(actual)[0]) == (True, False)


def test_it_ends_with_nothing_open_and_nothing_waiting() -> None:
    for quarter in (1, 2, 3, 4):
        total = oracle.expected_figures(quarter, END)["total"]
        assert total["open_in_time"] == total["waiting"] == 0
        assert total["overdue"] == total["missing"] + total["undelivered"]


def test_it_repeats_the_shape_of_the_results_that_the_source_gives() -> None:
    items = oracle.items_on(END)
    for code, planned, reached in (("DV01", 2000, 2101), ("DV02", 19, 24)):
        mine = [item for ref, item in items.items() if ref.startswith(code)]
        assert sum(item.expected for item in mine) == Decimal(planned)
        assert sum(item.value for item in mine) == Decimal(reached)


def test_it_tells_a_digest_that_differs_from_one_that_agrees() -> None:
    digest = oracle.expected_figures(2, MAY_20)
    oracle.assert_digest_agrees(digest, 2, MAY_20)
    digest["units"]["BX"]["overdue"] += 1
    with pytest.raises(AssertionError, match="BX: overdue"):
        oracle.assert_digest_agrees(digest, 2, MAY_20)
