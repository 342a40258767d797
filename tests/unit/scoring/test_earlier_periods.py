"""A quarter that was not completed, beside the grades after it (HD 02-HD/BTCTW)."""

import pytest
from scoring_rules import E, G, N, reading

from models.rules.evaluation import Grade
from models.rules.scoring.earlier_periods import EarlierReason, before_quarter, before_year
from models.rules.scoring.readings import OneNotCompleted

AGAINST, KNOWN = EarlierReason.NO_EXCELLENT, EarlierReason.FAILED_BEFORE


@pytest.mark.parametrize(
    ("rule", "leads", "grade", "quarters", "found"),
    [
        ("no_excellent", False, E, (G, N, G), AGAINST),
        ("no_excellent", False, G, (G, N, G), KNOWN),
        ("no_excellent", False, E, (G, None, E), None),
        ("no_excellent_for_leaders", True, E, (N,), AGAINST),
        ("no_excellent_for_leaders", False, E, (N,), KNOWN),
        ("nothing", True, E, (N,), KNOWN),
        ("no_excellent", True, None, (N,), KNOWN),
    ],
)
def test_a_failed_quarter_speaks_against_an_excellent_year_where_the_rule_binds(
    rule: str,
    leads: bool,
    grade: Grade | None,
    quarters: tuple[Grade | None, ...],
    found: EarlierReason | None,
) -> None:
    rules = reading(one_not_completed=OneNotCompleted(rule))
    assert before_year(grade, quarters, leads, rules) is found


def test_two_quarters_running_are_named() -> None:
    assert before_quarter(N, N) is EarlierReason.TWO_RUNNING
    assert before_quarter(G, N) is KNOWN
    assert before_quarter(N, G) is None and before_quarter(N, None) is None
