"""Names for what events hold as codes and numbers: people, positions, units, letters."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import begun
from dondoc.services.organisation.units import UnitNames, names_on
from dondoc.services.reminders.register.letter_reasons import reasons_of_letters
from models.event import EventKind
from models.person import Person, Position
from models.rules.stages import Stage
from models.submission import Submission
from models.unit import UnitName

LETTERS = (EventKind.DELIVERED, EventKind.UNDELIVERED)
MAX_CODE_LENGTH = 60


@dataclass(frozen=True)
class EventRow:
    """What is read of an event."""

    id: int
    kind: EventKind
    to_stage: Stage | None
    submission_id: int | None
    data: dict[str, Any]


@dataclass(frozen=True)
class EventNames:
    """Names by code (`people`, `positions`, `units`) or by key; a code that is gone stays itself.

    `reasons`: of each letter the kinds of its reminders, as the register has them. `refusals`:
    why recorded acts were not accepted, by the key of the submission.
    """

    people: dict[str, str] = field(default_factory=dict)
    people_by_id: dict[int, str] = field(default_factory=dict)
    positions: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    units_by_id: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, Counter[str]] = field(default_factory=dict)
    refusals: dict[int, dict[str, Any]] = field(default_factory=dict)


def names_in(session: Session, events: Sequence[EventRow], day: date) -> EventNames:
    """Reads the names of all that these events hold: a constant number of queries."""
    told = [event for event in events if event.kind is not EventKind.NUDGED]
    codes = {text for event in told for text in _codes(event.data)}
    numbers = {event.data.get("person") for event in told}
    keys = {number for number in numbers if isinstance(number, int)}
    unit_ids = {number for event in told if isinstance(number := event.data.get("unit_id"), int)}
    who = [*_people(session, codes, keys)]
    return EventNames(
        {code: name for _, code, name in who},
        {key: name for key, _, name in who},
        dict(_positions(session, codes)),
        dict(_units(session, codes, day)),
        {key: name.name for key, name in names_on(session, day, unit_ids).items()}
        if unit_ids
        else {},
        _reasons(session, events),
        dict(_refusals(session, events)),
    )


def _codes(value: Any) -> Iterator[str]:
    """Every short text in what an event holds: codes are among them."""
    if isinstance(value, str):
        if 0 < len(value) <= MAX_CODE_LENGTH:
            yield from (value, *value.split(": "), *value.split("/"))
    elif isinstance(value, dict):
        for part in value.values():
            yield from _codes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _codes(part)


def _people(
    session: Session, codes: Iterable[str], keys: Iterable[int]
) -> Iterator[tuple[int, str, str]]:
    query = select(col(Person.id), col(Person.code), col(Person.full_name)).where(
        col(Person.code).in_(sorted(codes)) | col(Person.id).in_(sorted(keys))
    )
    for row in session.connection().execute(query):
        yield row.id, row.code, row.full_name


def _positions(session: Session, codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    query = select(col(Position.code), col(Position.title))
    query = query.where(col(Position.code).in_(sorted(codes)))
    yield from session.connection().execute(query).tuples()


def _units(session: Session, codes: Iterable[str], day: date) -> Iterator[tuple[str, str]]:
    """What bears a code on that day, or bore it last."""
    query = select(col(UnitName.code), col(UnitName.unit_id), col(UnitName.valid_from))
    query = query.where(
        col(UnitName.code).in_(sorted(codes)), begun(UnitName.valid_from, day)
    ).order_by(col(UnitName.valid_from))
    rows = session.execute(query).tuples().all()
    names = UnitNames(session, {unit_id for _, unit_id, _ in rows}) if rows else None
    yield from ((code, names.on(unit_id, since)) for code, unit_id, since in rows if names)


def _reasons(session: Session, events: Iterable[EventRow]) -> dict[int, Counter[str]]:
    """The kinds of the reminders that stood in each letter, or were decided on in each portion."""
    found: dict[int, Counter[str]] = {}
    letters: dict[int, int] = {}
    for event in events:
        if event.kind is EventKind.NUDGED:
            found[event.id] = Counter(entry[2] for entry in event.data.get("nudges", ()))
        elif event.kind in LETTERS:
            letters[event.id] = event.data.get("message", 0)
    of_letters = reasons_of_letters(session, letters.values())
    return found | {key: of_letters.get(letter, Counter()) for key, letter in letters.items()}


def _refusals(session: Session, events: Iterable[EventRow]) -> Iterator[tuple[int, dict[str, Any]]]:
    keys = [event.submission_id for event in events if event.kind is EventKind.REFUSED]
    if not keys:
        return
    query = select(col(Submission.id), col(Submission.refusal)).where(col(Submission.id).in_(keys))
    for key, refusal in session.connection().execute(query):
        if key is not None and refusal:
            yield key, refusal
