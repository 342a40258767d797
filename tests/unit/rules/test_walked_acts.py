"""Acts in any order: what the days late of a checkpoint never do, whatever was done before."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import pytest

from models.rules.acts import Decision, decide
from models.rules.calendar import calendar_of
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts
from models.rules.due import DueState, days_late, due_facts, due_state
from models.rules.roles import Role
from models.rules.stages import UNREPORTED, Stage
from models.rules.terms import Terms

CALENDAR = calendar_of((2021, 2024), (date(2022, 4, 11), date(2022, 5, 2), date(2022, 5, 3)))
TERMS = Terms(CALENDAR, cut_off_days=5, return_days=5)
FILED = (Act.REPORT, Act.ASK_EXTENSION)
DATED = (Act.RETURN, Act.CHANGE_DUE, Act.ASK_EXTENSION)
ACTS = (Act.REPORT, Act.REPORT, Act.VERIFY, Act.RETURN, Act.NOT_REPORTED, Act.CORRECT,
        Act.EVALUATE, Act.CHANGE_DUE, Act.ASK_EXTENSION, Act.REFUSE_EXTENSION)  # fmt: skip
DAY = timedelta(days=1)


class Moment(NamedTuple):
    """A checkpoint on a day, before and after an act (None: a night)."""

    act: ActFacts | None
    before: CheckpointFacts
    after: CheckpointFacts
    day: date


def judged(facts: CheckpointFacts, day: date) -> tuple[DueState, int]:
    due = due_facts(facts)
    return due_state(due, day, CALENDAR), days_late(due, day, CALENDAR)


def deed(chance: random.Random, facts: CheckpointFacts, day: date) -> ActFacts:
    act, product = chance.choice(ACTS), facts.is_product
    new = day + chance.randrange(15) * DAY if act in DATED else None
    if act is Act.RETURN and chance.random() < 0.7:
        new = TERMS.mend_by(facts.due_on, day)
    says = act in (Act.REPORT, Act.CORRECT)
    role, by = (Role.OFFICIAL, 1) if act in FILED else (Role.SECRETARIAT, 2)
    return ActFacts(
        act, by, frozenset({role}), datetime(day.year, day.month, day.day, 2, tzinfo=UTC),
        value=Decimal(5) if says and not product else None,
        delivered=chance.random() < 0.6 if says and product else None,
        reason="vì", new_due_on=new, confirmed=chance.random() < 0.7,
    )  # fmt: skip


def walked(seed: int) -> Iterator[Moment]:
    chance = random.Random(seed)
    due = date(2022, 3, 25) + chance.randrange(14) * DAY
    facts = CheckpointFacts(
        Stage.IN_PROGRESS, date(2022, 1, 1), due, TERMS, is_product=chance.random() < 0.5
    )
    day = due - 10 * DAY
    for _ in range(45):
        if chance.random() < 0.45:
            act = deed(chance, facts, day)
            decision = decide(facts, act)
            if isinstance(decision, Decision):
                yield Moment(act, facts, decision.facts, day)
                facts = decision.facts
        yield Moment(None, facts, facts, day)
        day += DAY


@cache
def moments() -> list[Moment]:
    return [moment for seed in range(400) for moment in walked(seed)]


@cache
def nights() -> list[Moment]:
    return [moment for moment in moments() if moment.act is None]


def by(act: Act) -> list[Moment]:
    return [moment for moment in moments() if moment.act is not None and moment.act.act is act]


def test_nothing_moves_overnight_that_waits_or_was_accepted() -> None:
    """The time of the secretariat is not the unit's, and what is judged stays so."""
    waiting = [
        night
        for night in nights()
        if due_facts(night.after).done
        or (night.after.stage is Stage.REPORTED and not night.after.undelivered)
    ]
    assert len(waiting) > 1000
    for night in waiting:
        assert judged(night.after, night.day) == judged(night.after, night.day + DAY)


def test_days_late_come_one_by_one_and_on_working_days_only() -> None:
    for night in nights():
        state, late = judged(night.after, night.day)
        then, later = judged(night.after, night.day + DAY)
        assert 0 <= later - late <= CALENDAR.is_working(night.day + DAY)
        if then is not state and night.after.stage in UNREPORTED:
            assert CALENDAR.is_working(night.day)  # no day off is the last day in time


@pytest.mark.parametrize("act", [Act.RETURN, Act.VERIFY, Act.EVALUATE, Act.NOT_REPORTED])
def test_no_act_of_the_secretariat_makes_later(act: Act) -> None:
    moments = by(act)
    assert len(moments) > 5
    for moment in moments:
        before, after = judged(moment.before, moment.day), judged(moment.after, moment.day)
        assert after[1] <= before[1]
        assert not (before[0] is DueState.OPEN_IN_TIME and after[0] is DueState.OVERDUE)


def test_what_is_evaluated_is_changed_by_a_correction_or_a_report_that_makes_good_alone() -> None:
    changed = {
        moment.act.act
        for moment in moments()
        if moment.act is not None and moment.before.stage is Stage.EVALUATED
    }
    assert changed == {Act.CORRECT, Act.REPORT}
    for moment in by(Act.REPORT):
        assert moment.after.evaluated == moment.before.evaluated
