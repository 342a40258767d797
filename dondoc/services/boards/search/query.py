"""The assignments that hold all words, a page of them in the order of their references."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, or_, select
from sqlmodel import Session, col

from dondoc.services.boards.search.names import Names
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.work.unreadable import readable
from dondoc.store.bulk import among_bound, bound
from dondoc.store.database import is_postgresql
from models.assignment import Assignment
from models.indicator import Indicator
from models.joins import INDICATOR_OF_ASSIGNMENT

MAX_HITS, PAGE_SIZE = 1000, 25


@dataclass(frozen=True)
class AssignmentMatch:
    """What must hold of an assignment: for each part, its indicator or its unit is one of these."""

    parts: tuple[tuple[frozenset[int], frozenset[int]], ...]

    @property
    def shape(self) -> tuple[tuple[bool, bool], ...]:
        """Which sets there are: queries of one shape are alike."""
        return tuple((bool(indicators), bool(units)) for indicators, units in self.parts)


def matching(names: Names, words: Sequence[str]) -> AssignmentMatch | None:
    """Where the words stand; None where one of them stands nowhere.

    Words of titles alone are looked for together: what holds them all is a short list.
    """
    titles: frozenset[int] | None = None
    parts = []
    for word in words:
        indicators, units = names.indicators_with(word), names.units_with(word)
        if len(indicators) == len(names.indicators) or len(units) == len(names.units):
            continue
        if units:
            parts.append((frozenset(indicators), frozenset(units)))
        else:
            titles = frozenset(indicators if titles is None else titles & indicators)
            if not titles:
                return None
    return AssignmentMatch((*parts, (titles, frozenset())) if titles else tuple(parts))


class Hit(NamedTuple):
    """What the list shows of an assignment itself."""

    id: int
    ref: str
    unit_id: int
    target: Any
    title: str
    unit_of_measure: str


def page_of(
    session: Session,
    viewer: Viewer,
    match: AssignmentMatch,
    beside: Sequence[ColumnElement[bool]],
    number: int,
) -> tuple[list[Hit], int]:
    """One page (the last, where there are fewer), and how many match: at most MOST + 1."""
    postgresql = is_postgresql(session)
    if viewer.sees_all and not beside:
        query = _whole(match.shape, postgresql)
    else:
        query = _query(match.shape, postgresql, (viewer.visible(), *beside))
    parameters = {"programme": viewer.programme_id, "start": 0}
    for at, (indicators, units) in enumerate(match.parts):
        sets = {f"indicators{at}": indicators, f"units{at}": units}
        parameters |= {name: bound(session, sorted(ids)) for name, ids in sets.items() if ids}

    def read(start: int) -> Sequence[Any]:
        return session.connection().execute(query, parameters | {"start": start}).all()

    rows = read(PAGE_SIZE * (max(number, 1) - 1))
    if not rows and number > 1 and (first := read(0)):
        rows = read((min(first[0][-1], MAX_HITS) - 1) // PAGE_SIZE * PAGE_SIZE)
    hits = readable(session, rows, lambda row: Hit(*row[:-1]), lambda _: None)
    return hits, rows[0][-1] if rows else 0


@cache
def _whole(shape: tuple[tuple[bool, bool], ...], postgresql: bool) -> Select[Any]:
    """Kept: putting it together costs more than looking it up (bench/bench_statements.py)."""
    return _query(shape, postgresql, ())


def _holds(at: int, parts: tuple[bool, bool], postgresql: bool) -> ColumnElement[bool]:
    """Whether a word of the question fits the indicator or the unit."""
    columns = ((col(Assignment.indicator_id), "indicators"), (col(Assignment.unit_id), "units"))
    return or_(
        *(
            among_bound(column, f"{name}{at}", postgresql=postgresql)
            for (column, name), there in zip(columns, parts, strict=True)
            if there
        )
    )


def _query(
    shape: tuple[tuple[bool, bool], ...],
    postgresql: bool,
    conditions: tuple[ColumnElement[bool], ...],
) -> Select[Any]:
    holds = [_holds(at, parts, postgresql) for at, parts in enumerate(shape)]
    matches = (
        select(col(Assignment.id), col(Assignment.ref))
        .where(col(Assignment.programme_id) == bindparam("programme"), *holds, *conditions)
        .limit(MAX_HITS + 1)
        .cte("found")
    )
    page = select(matches.c.id).order_by(matches.c.ref).limit(PAGE_SIZE)
    page_ids = page.offset(bindparam("start", type_=Integer)).subquery()
    return (
        select(
            col(Assignment.id), col(Assignment.ref), col(Assignment.unit_id),
            col(Assignment.target), col(Indicator.title), col(Indicator.unit_of_measure),
            select(func.count()).select_from(matches).scalar_subquery(),
        )
        .join(page_ids, page_ids.c.id == col(Assignment.id))
        .join(*INDICATOR_OF_ASSIGNMENT)
        .order_by(col(Assignment.ref))
    )  # fmt: skip
