"""Searching items, units and people by words, with marks or without; all words must be found.

A word of an item stands in its indicator (code, title) or in its unit (code, name). Only what
the viewer may see is found; people are found by those who see their unit.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import Session, col

from dondoc.services.access import Viewer
from dondoc.services.board_lines import Line, by_urgency, lines_of
from dondoc.services.bulk import among
from dondoc.services.items import Frame
from dondoc.services.mandates import held_on
from dondoc.services.programmes import working_calendar
from dondoc.services.rule_sets import rules_of
from dondoc.services.search_words import NamedPerson, NamedUnit, Names, having, names_of
from models.assignment import Assignment, AssignmentOfficial
from models.indicator import Indicator
from models.person import Holding, Person
from models.programme import Programme
from models.rules.folding import words_of
from models.rules.totals import Counts, count

MOST, ON_A_PAGE, MOST_NAMES = 1000, 50, 10


@dataclass(frozen=True)
class ItemHit:
    """An assignment. `line`: its most urgent checkpoint, None where none is live."""

    ref: str
    title: str
    unit: str
    target: Decimal | None
    unit_of_measure: str
    line: Line | None
    counts: Counts


@dataclass(frozen=True)
class Found:
    """`total` items, or more than that where `more`; those of one page in `items`.

    `direct`: the reference that was typed whole. `units`, `people`: the first of `unit_total`
    and `people_total`. `whose`: the name of the person whose items alone are asked for.
    """

    items: tuple[ItemHit, ...] = ()
    total: int = 0
    more: bool = False
    direct: str | None = None
    units: tuple[NamedUnit, ...] = ()
    unit_total: int = 0
    people: tuple[tuple[NamedPerson, str], ...] = ()
    people_total: int = 0
    whose: str = ""

    @property
    def pages(self) -> int:
        """How many pages the items fill."""
        return max(1, -(-self.total // ON_A_PAGE))


@dataclass(frozen=True)
class Asked:
    """What is searched for. `who`: the code of a person whose items alone are meant."""

    query: str
    who: str = ""
    page: int = 1


def search(session: Session, programme: Programme, viewer: Viewer, asked: Asked) -> Found:
    """What a viewer finds, in a fixed number of queries."""
    words = words_of(asked.query)
    names = names_of(session, programme, viewer.day)
    person = _person(names, viewer, asked.who) if asked.who else None
    if (asked.who and person is None) or not (words or person):
        return Found()
    ids = _ids(session, viewer, names, words, person)
    units = [] if person else _units(names, viewer, words)
    people = [] if person else _people(names, viewer, words)
    return Found(
        items=_items(session, programme, viewer, names, (ids[:MOST], asked.page)),
        total=min(len(ids), MOST),
        more=len(ids) > MOST,
        direct=_direct(session, viewer, asked.query),
        units=tuple(units[:MOST_NAMES]),
        unit_total=len(units),
        people=tuple((one, _unit_name(names, one.unit_id)) for one in people[:MOST_NAMES]),
        people_total=len(people),
        whose=person.name if person else "",
    )


def _units(names: Names, viewer: Viewer, words: Sequence[str]) -> list[NamedUnit]:
    """The shortest name first: it is the one that was meant."""
    found = (one for one in names.units.values() if having(words, one.folded))
    seen = (one for one in found if viewer.may_see_unit(one.unit_id))
    return sorted(seen, key=lambda one: (len(one.name), one.name))


def _people(names: Names, viewer: Viewer, words: Sequence[str]) -> list[NamedPerson]:
    found = (one for one in names.people if having(words, one.folded))
    return [one for one in found if viewer.may_see_unit(one.unit_id)]


def _person(names: Names, viewer: Viewer, code: str) -> NamedPerson | None:
    """The person with a code, for those who see their unit, and for themselves."""
    held = (one for one in names.people if one.code == code)
    mine = code == viewer.code
    return next((one for one in held if mine or viewer.may_see_unit(one.unit_id)), None)


def _unit_name(names: Names, unit_id: int) -> str:
    named = names.units.get(unit_id)
    return named.name if named else ""


def _ids(
    session: Session,
    viewer: Viewer,
    names: Names,
    words: Sequence[str],
    person: NamedPerson | None,
) -> list[int]:
    """The assignments that match, at most one more than can be shown."""
    conditions = [viewer.visible()]
    for word in words:
        indicators, units = names.indicators_with(word), names.units_with(word)
        if not (indicators or units):
            return []
        conditions.append(_holds(session, names, indicators, units))
    if person is not None:
        conditions.append(_answered_by(person, viewer))
    query = select(col(Assignment.id)).where(*conditions).limit(MOST + 1)
    return list(session.connection().scalars(query))


def _holds(
    session: Session, names: Names, indicators: set[int], units: set[int]
) -> ColumnElement[bool]:
    """The condition that a word stands in the indicator or in the unit of an assignment."""
    if len(indicators) == len(names.indicators) or len(units) == len(names.units):
        return true()
    either = []
    if indicators:
        either.append(among(session, col(Assignment.indicator_id), sorted(indicators)))
    if units:
        either.append(among(session, col(Assignment.unit_id), sorted(units)))
    return or_(*either)


def _answered_by(person: NamedPerson, viewer: Viewer) -> ColumnElement[bool]:
    held = (
        select(col(AssignmentOfficial.assignment_id))
        .join(Holding, col(Holding.position_id) == col(AssignmentOfficial.position_id))
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(col(Person.code) == person.code, *held_on(viewer.day))
    )
    return col(Assignment.id).in_(held)


def _direct(session: Session, viewer: Viewer, query: str) -> str | None:
    """What was typed, where it is the reference of an item that the viewer sees."""
    typed = query.strip().upper()
    if "@" not in typed or " " in typed:
        return None
    ref, slash, label = typed.partition("/")
    found = select(col(Assignment.ref)).where(viewer.visible(), col(Assignment.ref) == ref)
    known = session.connection().scalar(found)
    return f"{known}{slash}{label}" if known else None


def _items(
    session: Session,
    programme: Programme,
    viewer: Viewer,
    names: Names,
    wanted: tuple[Sequence[int], int],
) -> tuple[ItemHit, ...]:
    """One page of these assignments, in the order of their references. `wanted`: ids and page."""
    ids, number = wanted
    if not ids:
        return ()
    start = (min(max(number, 1), -(-len(ids) // ON_A_PAGE)) - 1) * ON_A_PAGE
    query = (
        select(col(Assignment.id), col(Assignment.ref), col(Assignment.unit_id),
               col(Assignment.target), col(Indicator.title), col(Indicator.unit_of_measure))
        .join(Indicator, col(Indicator.id) == col(Assignment.indicator_id))
        .where(among(session, col(Assignment.id), ids))
        .order_by(col(Assignment.ref))
        .offset(start)
        .limit(ON_A_PAGE)
    )  # fmt: skip
    rows = session.connection().execute(query).all()
    lines = _lines(session, programme, viewer, [row.id for row in rows])
    return tuple(
        ItemHit(
            ref=row.ref,
            title=row.title,
            unit=_unit_name(names, row.unit_id),
            target=row.target,
            unit_of_measure=row.unit_of_measure,
            line=next(iter(by_urgency(lines[row.id])), None),
            counts=count(one.counted for one in lines[row.id]),
        )
        for row in rows
    )


def _lines(
    session: Session, programme: Programme, viewer: Viewer, ids: Sequence[int]
) -> dict[int, list[Line]]:
    frame = Frame(working_calendar(session, programme), rules_of(session, programme))
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines_of(session, frame, viewer.day, among(session, col(Assignment.id), ids)):
        found[line.assignment_id].append(line)
    return found
