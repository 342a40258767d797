"""Facts that cannot be scored are refused, with their place."""

import pytest
from trial_cases import MOVED, facts, outcome, points

from dondoc.errors import BadInput
from dondoc.services.evaluation.rule_sets.problems import BrokenFile


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
