"""Counts per unit and per group of units; every total is the sum of the lines under it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.shapes import GroupFigures, UnitFigures
from dondoc.services.organisation.units import UnitOnDay
from models.rules.totals import ComparedResults, Counts, count
from models.unit import Unit, UnitGroup

Named = dict[int, UnitOnDay]


class GroupedUnit(NamedTuple):
    """A unit and the group that it stands in."""

    unit_id: int
    group_code: str
    group_title: str


UnitOrder = Sequence[GroupedUnit]


def units_in_order(session: Session) -> UnitOrder:
    """Every unit with its group, in the order that the plan gives them."""
    query = (
        select(col(Unit.id), col(UnitGroup.code), col(UnitGroup.title))
        .join(UnitGroup, col(Unit.group_id) == UnitGroup.id)
        .order_by(col(UnitGroup.rank), col(UnitGroup.id), col(Unit.rank), col(Unit.id))
    )
    return [GroupedUnit(*row) for row in session.connection().execute(query)]


def per_group(
    order: UnitOrder, names: Named, judged: Iterable[JudgedCheckpoint]
) -> tuple[GroupFigures, ...]:
    """Groups and units that have checkpoints to count."""
    by_unit: dict[int, list[JudgedCheckpoint]] = defaultdict(list)
    for checkpoint in judged:
        by_unit[checkpoint.row.unit_id].append(checkpoint)
    working = [unit for unit in order if unit.unit_id in by_unit]
    return tuple(
        _group(group, [_unit(names, one.unit_id, by_unit[one.unit_id]) for one in members])
        for group, members in groupby(working, key=attrgetter("group_code", "group_title"))
    )


def _group(group: tuple[str, str], units: Sequence[UnitFigures]) -> GroupFigures:
    code, title = group
    return GroupFigures(
        code=code,
        title=title,
        counts=sum((unit.counts for unit in units), Counts()),
        verdicts=sum((unit.verdicts for unit in units), ComparedResults()),
        units=tuple(units),
    )


def _unit(names: Named, unit_id: int, judged: Sequence[JudgedCheckpoint]) -> UnitFigures:
    return UnitFigures(
        unit_id=unit_id,
        code=names[unit_id].code,
        name=names[unit_id].name,
        counts=count(checkpoint.counted for checkpoint in judged),
        verdicts=all_verdicts(judged),
    )


def all_verdicts(judged: Iterable[JudgedCheckpoint]) -> ComparedResults:
    """How many results of these checkpoints met their target."""
    return sum((checkpoint.verdicts for checkpoint in judged), ComparedResults())
