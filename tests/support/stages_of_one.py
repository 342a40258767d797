"""A checkpoint at each stage, and acts on it, for the tests of the table of acts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from models.rules.acts import Decision, decide
from models.rules.calendar import calendar_of
from models.rules.checkpoints import (
    Act,
    ActFacts,
    CheckpointFacts,
    Refusal,
    ReportFacts,
    ResultFacts,
)
from models.rules.roles import Role
from models.rules.stages import Stage
from models.rules.terms import Terms

TERMS = Terms(calendar_of((2021, 2024)), cut_off_days=5, return_days=5)
DUE = date(2022, 3, 31)  # a Thursday; silence may be recorded from 8 April on
OPENS = date(2022, 1, 10)
OFFICIAL, HEAD = frozenset({Role.OFFICIAL}), frozenset({Role.UNIT_HEAD})
KEEPER, COMMITTEE = frozenset({Role.SECRETARIAT}), frozenset({Role.STANDING_COMMITTEE})
SYSTEM, BOTH = frozenset({Role.SYSTEM}), OFFICIAL | KEEPER


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2022, month, day, hour - 7, tzinfo=UTC)


SENT = ReportFacts(at(3, 30), by=1, on_behalf_of=4, value=Decimal(7))
ASSIGNED = CheckpointFacts(Stage.ASSIGNED, OPENS, DUE, TERMS)
BEGUN = replace(ASSIGNED, stage=Stage.IN_PROGRESS)
REPORTED = replace(BEGUN, stage=Stage.REPORTED, report=SENT)
VERIFIED = replace(
    REPORTED, stage=Stage.VERIFIED, result=ResultFacts(Decimal(7), quality=Decimal(90), report=SENT)
)
EVALUATED = replace(VERIFIED, stage=Stage.EVALUATED, evaluated=True)
ASKED = replace(BEGUN, extension_asked=date(2022, 4, 29))
SILENT = replace(BEGUN, stage=Stage.VERIFIED, result=ResultFacts(missing=True))


def deed(
    act: Act, roles: frozenset[Role] = KEEPER, when: datetime | None = None, **said: Any
) -> ActFacts:
    return ActFacts(act, said.pop("by", 2), roles, when or at(4, 4), **said)


def outcome(facts: CheckpointFacts, given: ActFacts) -> str:
    decision = decide(facts, given)
    return decision.key.removeprefix("refusal.") if isinstance(decision, Refusal) else ""


def after(facts: CheckpointFacts, given: ActFacts) -> CheckpointFacts:
    decision = decide(facts, given)
    assert isinstance(decision, Decision), decision
    return decision.facts
