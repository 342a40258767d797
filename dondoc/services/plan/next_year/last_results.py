"""What each assignment of a programme came to, as next year's plan names it beside its target."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import CHECKPOINTS_OF_ASSIGNMENT, INDICATOR_OF_ASSIGNMENT, VERIFICATION_IN_FORCE
from models.rules.measures import Definition, Reading, UnitShare, is_complete, of_year
from models.rules.stages import Standing
from models.verdict import Verification


def last_results(session: Session, programme_id: int, day: date) -> dict[int, Decimal]:
    """The verified result of the whole year, by assignment; those without one are left out.

    What is verified up to a quarter is no result of the year: the next one would be measured
    against a part of it, as "last year's result".
    """
    definitions: dict[int, Definition] = {}
    targets: dict[int, Decimal | None] = {}
    readings: dict[int, list[Reading]] = defaultdict(list)
    rows = session.connection().execute(_query(programme_id))
    for key, kind, direction, adds_up, target, *rest in rows:
        due_on, rank, checkpoint_id, expected, value = rest
        definitions[key], targets[key] = Definition(kind, direction, adds_up), target
        readings[key].append(Reading(due_on, (rank, checkpoint_id), expected, value))
    amounts = {}
    for key, definition in definitions.items():
        carrier = UnitShare(targets[key], Decimal(1), tuple(readings[key]))
        actual = of_year(definition, [carrier], day).actual
        if actual is not None and is_complete(definition, carrier):
            amounts[key] = actual
    return amounts


def _query(programme_id: int) -> Select[Any]:
    return (
        select(
            col(Assignment.id), col(Indicator.kind), col(Indicator.direction),
            col(Indicator.adds_up), col(Assignment.target), col(Checkpoint.due_on),
            col(Checkpoint.rank), col(Checkpoint.id), col(Checkpoint.expected),
            col(Verification.value),
        )
        .join(*INDICATOR_OF_ASSIGNMENT)
        .join(*CHECKPOINTS_OF_ASSIGNMENT)
        .outerjoin(*VERIFICATION_IN_FORCE)
        .where(
            col(Assignment.programme_id) == programme_id,
            col(Checkpoint.standing) == Standing.LIVE,
        )
    )  # fmt: skip
