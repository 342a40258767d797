"""Checkpoints that were reported and sent back, as the rules see them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from models.rules.acts import Decision, decide
from models.rules.calendar import calendar_of
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts, Refusal
from models.rules.roles import Role
from models.rules.stages import Stage
from models.rules.terms import Terms

HOLIDAYS = (date(2022, 4, 11), date(2022, 5, 2), date(2022, 5, 3))
CALENDAR = calendar_of((2021, 2024), HOLIDAYS)
TERMS = Terms(CALENDAR, cut_off_days=5, return_days=5)
DUE = date(2022, 3, 31)  # a Thursday
OPEN = CheckpointFacts(Stage.IN_PROGRESS, date(2022, 1, 1), DUE, TERMS)
OFFICIAL, KEEPER = frozenset({Role.OFFICIAL}), frozenset({Role.SECRETARIAT})


def at(day: int, month: int = 4, hour: int = 9) -> datetime:
    return datetime(2022, month, day, hour - 7, tzinfo=UTC)


def report(when: datetime, **more: object) -> ActFacts:
    return ActFacts(Act.REPORT, 1, OFFICIAL, when, value=Decimal(7), **more)  # type: ignore[arg-type]


def sent_back(when: datetime, new: date | None) -> ActFacts:
    return ActFacts(Act.RETURN, 2, KEEPER, when, reason="Thiếu số liệu.", new_due_on=new)


def after(facts: CheckpointFacts, *deeds: ActFacts) -> CheckpointFacts:
    for deed in deeds:
        decision = decide(facts, deed)
        assert isinstance(decision, Decision), decision
        facts = decision.facts
    return facts


def refused(facts: CheckpointFacts, deed: ActFacts) -> Refusal:
    refusal = decide(facts, deed)
    assert isinstance(refusal, Refusal)
    return refusal
