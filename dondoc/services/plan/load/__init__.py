"""Loads a checked plan into the database, tells the difference, and makes a plan of it again."""

from dondoc.services.plan.load.back_to_plan import draft_of
from dondoc.services.plan.load.changes import (
    Area,
    ChangeKind,
    Conflict,
    FieldChange,
    Note,
    PlanChange,
    PlanDifference,
    ThingKind,
)
from dondoc.services.plan.load.load import PlanConflict, difference, load

__all__ = [
    "Area",
    "ChangeKind",
    "Conflict",
    "FieldChange",
    "Note",
    "PlanChange",
    "PlanConflict",
    "PlanDifference",
    "ThingKind",
    "difference",
    "draft_of",
    "load",
]
