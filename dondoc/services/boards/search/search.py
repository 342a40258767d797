"""Searching items, units and people by words, with marks or without; all words must be found.

A word of an item stands in its indicator (code, title) or in its unit (code, name). Only what
the viewer may see is found; people are found by those who see their unit.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from dondoc.paging import pages_of
from dondoc.services.boards.search.names import NamedPerson, NamedUnit, Names, having, names_of
from dondoc.services.boards.search.query import MAX_HITS, PAGE_SIZE, matching, page_of
from dondoc.services.organisation.viewer import Viewer, viewer_in
from dondoc.services.programme.frames import ProgrammeRules, cached_frame_of
from dondoc.services.programme.programmes import ProgrammeYear
from dondoc.services.work.answering.responsible import officials_on
from dondoc.services.work.answering.tenures import AsOfDay, tenures_of, theirs
from dondoc.services.work.checkpoint_rows import CheckpointRow, by_urgency, rows_of_keys
from dondoc.services.work.references import called
from dondoc.services.work.shared_facts import waiting_occasions
from models.assignment import Assignment, Checkpoint
from models.programme import Programme
from models.rules.folding import words_of
from models.rules.stages import Standing
from models.rules.totals import Counts, count
from models.rules.vietnamese_order import by_letters

MAX_NAMES = 10


@dataclass(frozen=True)
class ItemHit:
    """An assignment. `checkpoint_row`: its most urgent checkpoint, None where none is live."""

    ref: str
    title: str
    unit: str
    target: Decimal | None
    unit_of_measure: str
    checkpoint_row: CheckpointRow | None
    counts: Counts


@dataclass(frozen=True)
class SearchResult:
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
        return pages_of(self.total, PAGE_SIZE)


@dataclass(frozen=True)
class SearchQuestion:
    """What is searched for. `who`: the code of a person whose items alone are meant."""

    query: str
    who: str = ""
    page: int = 1


def search(
    session: Session, programme: Programme, viewer: Viewer, question: SearchQuestion
) -> SearchResult:
    """What a viewer finds, in a fixed number of queries."""
    words = words_of(question.query)
    names = names_of(session, programme, viewer.day)
    person = _person(names, viewer, question.who) if question.who else None
    if (question.who and person is None) or not (words or person):
        return SearchResult()
    match = matching(names, words)
    frame = cached_frame_of(session, programme)
    beside = [_theirs(session, frame, person, viewer.day)] if person else []
    rows, total = page_of(session, viewer, match, beside, question.page) if match else ([], 0)
    units = [] if person else _units(names, viewer, words)
    people = [] if person else _people(names, viewer, words)
    return SearchResult(
        items=_hits(session, frame, viewer, names, rows, person),
        total=min(total, MAX_HITS),
        more=total > MAX_HITS,
        direct=_direct(session, viewer, question.query),
        units=tuple(units[:MAX_NAMES]),
        unit_total=len(units),
        people=tuple(
            (named_person, _unit_name(names, named_person.unit_id))
            for named_person in people[:MAX_NAMES]
        ),
        people_total=len(people),
        whose=person.name if person else "",
    )


def _units(names: Names, viewer: Viewer, words: Sequence[str]) -> list[NamedUnit]:
    """The shortest name first: it is the one that was meant."""
    named_units = having(words, names.units.values())
    units = (unit for unit in named_units if viewer.may_see_unit(unit.unit_id))
    return sorted(units, key=lambda named_unit: (len(named_unit.name), by_letters(named_unit.name)))


def _people(names: Names, viewer: Viewer, words: Sequence[str]) -> list[NamedPerson]:
    people = having(words, names.people)
    return [person for person in people if viewer.may_see_unit(person.unit_id)]


def _person(names: Names, viewer: Viewer, code: str) -> NamedPerson | None:
    """The person with a code, for those who see their unit, and for themselves."""
    held = (named_person for named_person in names.people if named_person.code == code)
    mine = code == viewer.code
    return next((person for person in held if mine or viewer.may_see_unit(person.unit_id)), None)


def _unit_name(names: Names, unit_id: int) -> str:
    named = names.units.get(unit_id)
    return named.name if named else ""


def _theirs(
    session: Session, frame: ProgrammeRules, person: NamedPerson, day: date
) -> ColumnElement[bool]:
    """The assignments of which a live checkpoint is a person's, by the day that counts."""
    as_of_day = AsOfDay(day, frame.calendar, waiting_occasions(session, frame))
    held = select(col(Checkpoint.assignment_id)).where(
        col(Checkpoint.standing) == Standing.LIVE,
        theirs(session, tenures_of(session, person.person_id), as_of_day),
    )
    return col(Assignment.id).in_(held)


def _of_person(
    session: Session,
    frame: ProgrammeRules,
    day: date,
    checkpoint_rows: Sequence[CheckpointRow],
    person: NamedPerson,
) -> list[CheckpointRow]:
    """Those that are theirs; the others are of whoever held the position before or after."""
    ours = col(Assignment.id).in_({row.assignment_id for row in checkpoint_rows})
    officials = officials_on(session, ours, day, frame.calendar)
    return [
        row
        for row in checkpoint_rows
        if person.person_id
        in {answering.person_id for answering in officials.of(row.assignment_id, row.occasion)}
    ]


def _direct(session: Session, viewer: Viewer, query: str) -> str | None:
    """What was typed, where it names one item that the viewer sees, and no other.

    By its reference, or by its indicator and its unit as they are called on the day: a unit may
    have another code than when the work was assigned, and its own may be another unit's by now.
    """
    typed = query.strip().upper()
    if "@" not in typed or " " in typed:
        return None
    ref, slash, label = typed.partition("/")
    statement = select(col(Assignment.ref)).where(
        viewer.visible(), or_(col(Assignment.ref) == ref, called(ref, viewer.day))
    )
    known = session.connection().scalars(statement.limit(2)).all()
    return f"{known[0]}{slash}{label}" if len(known) == 1 else None


def direct_elsewhere(
    session: Session, viewer: Viewer, others: Iterable[ProgrammeYear], query: str
) -> tuple[int, str] | None:
    """The year and the reference of an item that was typed whole and stands in another year."""
    if "@" not in query:
        return None
    for other in others:
        ref = _direct(session, viewer_in(session, viewer, other), query)
        if ref is not None:
            return other.year, ref
    return None


def _hits(
    session: Session,
    frame: ProgrammeRules,
    viewer: Viewer,
    names: Names,
    rows: Sequence[Any],
    person: NamedPerson | None,
) -> tuple[ItemHit, ...]:
    ids = [row.id for row in rows]
    by_assignment: dict[int, list[CheckpointRow]] = defaultdict(list)
    checkpoint_rows = rows_of_keys(session, frame, viewer.day, Assignment, ids) if ids else []
    for checkpoint_row in (
        _of_person(session, frame, viewer.day, checkpoint_rows, person)
        if person
        else checkpoint_rows
    ):
        by_assignment[checkpoint_row.assignment_id].append(checkpoint_row)
    return tuple(
        ItemHit(
            ref=row.ref,
            title=row.title,
            unit=_unit_name(names, row.unit_id),
            target=row.target,
            unit_of_measure=row.unit_of_measure,
            checkpoint_row=next(iter(by_urgency(by_assignment[row.id])), None),
            counts=count(checkpoint_row.counted for checkpoint_row in by_assignment[row.id]),
        )
        for row in rows
    )
