"""Nobody is judged for a product that is missing while there is time to deliver it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from models.rules.acts import Decision, decide
from models.rules.calendar import calendar_of
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal, ResultFacts
from models.rules.roles import Role
from models.rules.stages import Stage
from models.rules.terms import Terms

SATURDAY = date(2022, 5, 21)
MISSING = CheckpointFacts(
    Stage.VERIFIED,
    opens_on=date(2022, 4, 1),
    due_on=SATURDAY,
    terms=Terms(calendar_of([2022]), cut_off_days=5),
    is_product=True,
    result=ResultFacts(delivered=False),
)


def evaluated(facts: CheckpointFacts, day: int) -> Decision | Refusal:
    at = datetime(2022, 5, day, 2, tzinfo=UTC)
    return decide(facts, ActFacts(Act.EVALUATE, 9, frozenset({Role.STANDING_COMMITTEE}), at))


@pytest.mark.parametrize("day", [20, 21, 23])
def test_a_product_found_missing_is_not_evaluated_while_it_may_come_in_time(day: int):
    refusal = evaluated(MISSING, day)
    assert isinstance(refusal, Refusal)
    assert refusal.key == "refusal.still_in_time"
    assert dict(refusal.params) == {"day": date(2022, 5, 23)}


def test_it_is_evaluated_once_its_last_day_is_over():
    assert isinstance(evaluated(MISSING, 24), Decision)


@pytest.mark.parametrize("result", [ResultFacts(delivered=True), ResultFacts(missing=True)])
def test_what_was_delivered_and_what_nobody_reported_are_evaluated_on_any_day(result: ResultFacts):
    assert isinstance(evaluated(replace(MISSING, result=result), 20), Decision)
