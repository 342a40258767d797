"""General points and d, đ, e as a step keeps them, made ready for scoring."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dondoc.services.evaluation.people.entered import EnteredPoints
from models.rules.scoring.results import LeaderParts

LEADER_PARTS = ("subordinates", "organising", "uniting")
"""d, đ and e, by the names under which a step keeps them."""


def points_of(general: Decimal | None, parts: Mapping[str, Any]) -> EnteredPoints:
    """General points and parts, as a step keeps them, for scoring."""
    return EnteredPoints(
        None if general is None else Fraction(general),
        _leader_parts(parts),
        parts.get("shortcomings"),
        parts.get("repaired"),
    )


def _leader_parts(parts: Mapping[str, Any]) -> LeaderParts | None:
    known = [parts.get(name) for name in LEADER_PARTS]
    return LeaderParts(*known) if any(each is not None for each in known) else None
