"""Checkpoints that were found not done."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from models.rules.acts import Decision, decide
from models.rules.calendar import calendar_of
from models.rules.checkpoints import (
    Act,
    ActFacts,
    CheckpointFacts,
    ReportFacts,
    ResultFacts,
)
from models.rules.roles import Role
from models.rules.stages import Stage
from models.rules.terms import Terms

DUE = date(2022, 3, 31)
FIRST = ReportFacts(datetime(2022, 3, 30, 2, tzinfo=UTC), by=1, delivered=False, id=11)
OFFICIAL = frozenset({Role.OFFICIAL})
SECRETARIAT = frozenset({Role.SECRETARIAT})
UNDELIVERED = CheckpointFacts(
    Stage.VERIFIED,
    opens_on=date(2022, 1, 10),
    due_on=DUE,
    terms=Terms(calendar_of([2022]), cut_off_days=5, return_days=3),
    is_product=True,
    report=FIRST,
    result=ResultFacts(delivered=False, report=FIRST),
)
SILENT = replace(UNDELIVERED, is_product=False, report=None, result=ResultFacts(missing=True))


def later(facts: CheckpointFacts, act: Act, day: date, **said: Any) -> CheckpointFacts:
    """An act of that day: the official reports, the secretariat does the rest."""
    by, roles = (1, OFFICIAL) if act is Act.REPORT else (2, SECRETARIAT)
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    decision = decide(facts, ActFacts(act, by, roles, at, reason="vì", **said))
    assert isinstance(decision, Decision)
    return decision.facts


def found(said: bool, came: date, verified: date) -> CheckpointFacts:
    """A product that was said to be there, or not, and that the secretariat did not find."""
    assigned = replace(UNDELIVERED, stage=Stage.IN_PROGRESS, report=None, result=None)
    waiting = later(assigned, Act.REPORT, came, delivered=said)
    return later(waiting, Act.VERIFY, verified, delivered=False)
