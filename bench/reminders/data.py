"""Open items by the hundred thousand: one row of each kind is ours, the database copies it.

Only the first row goes through the models, so a new column with a default needs nothing here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session, SQLModel

from dondoc.clock import at
from dondoc.ledger.unseen import PAST_LEDGER
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.committee import Committee
from models.indicator import Indicator
from models.person import Contact, Holding, Person, Position
from models.rules.indicators import Kind
from models.rules.stages import Stage
from models.unit import Unit, UnitName

TODAY = date(2022, 6, 1)
"""A Wednesday; nobody's holiday comes in the seven working days after it."""

FAR = date(2022, 12, 30)
UNITS = 100


@dataclass(frozen=True)
class Size:
    """`due`: how many of the `open` items are due in one to seven working days.

    They are dealt out to `people` in turn, so that each has `due / people` of them.
    """

    open: int
    due: int
    people: int


def due_days() -> list[date]:
    """The seven working days after today: on every one of them a step for the lead is reached."""
    ahead = (TODAY + timedelta(days=n) for n in range(1, 12))
    return [day for day in ahead if day.weekday() < 5][:7]


def fill(session: Session, size: Size) -> int:
    """Writes the items into an empty database; gives the last assignment's id."""
    from factory import district

    made = district(session)
    programme = made.programme.key
    first_unit = _units(session, made.unit.group_id, programme)
    first_position = _people(session, size.people, first_unit)
    assignment = _assignments(session, programme, first_unit, size.open)
    official = AssignmentOfficial(assignment_id=assignment, position_id=first_position)
    _copies(
        session, official, range(1, size.open),
        assignment_id=f"{assignment} + k", position_id=f"{first_position} + k % {size.people}",
    )  # fmt: skip
    _checkpoints(session, assignment, size)
    return assignment + size.open - 1


def _units(session: Session, group_id: int, programme: int) -> int:
    """Units with a steering committee each, so that nobody is told of a missing one."""
    units = [Unit(group_id=group_id) for _ in range(UNITS)]
    session.add_all(units)
    session.flush()
    session.add_all(
        UnitName(unit_id=unit.key, code=f"U{n}", name=f"Xã số {n}", valid_from=date(2000, 1, 1))
        for n, unit in enumerate(units)
    )
    session.add_all(Committee(programme_id=programme, unit_id=one.key) for one in units)
    session.flush()
    return units[0].key


def _people(session: Session, count: int, first_unit: int) -> int:
    """People in a position each, reachable by mail; gives the first position's id."""
    persons = _many(
        session,
        (Person(code=f"b{n}", full_name=f"Nguyễn Thị Số {n}") for n in range(count)),
    )
    positions = _many(
        session,
        (
            Position(unit_id=first_unit + n % UNITS, code=f"B{n}", title="Chuyên viên")
            for n in range(count)
        ),
    )
    since = date(2022, 1, 1)
    _many(
        session,
        (
            Holding(position_id=positions + n, person_id=persons + n, held_from=since)
            for n in range(count)
        ),
    )
    _many(
        session,
        (
            Contact(
                person_id=persons + n, address=f"b{n}@bench.example", confirmed_at=at(since)
            )
            for n in range(count)
        ),
    )  # fmt: skip
    return positions


def _many(session: Session, rows: Iterator[Any]) -> int:
    """Writes rows of one kind, numbered in their order; gives the first one's id."""
    first = next(rows)
    session.add(first)
    session.flush()
    start: int = first.key
    rest = [_columns(row) | {"id": start + n} for n, row in enumerate(rows, start=1)]
    if rest:
        session.execute(insert(type(first)), rest)
    return start


def _columns(row: SQLModel) -> dict[str, Any]:
    return {name: getattr(row, name) for name in type(row).model_fields}


def _assignments(session: Session, programme: int, first_unit: int, count: int) -> int:
    indicator = Indicator(
        programme_id=programme, code="N0", title="Tỷ lệ hồ sơ giải quyết đúng hạn",
        kind=Kind.INCREMENT, unit_of_measure="hồ sơ",
    )  # fmt: skip
    _copies(session, indicator, range(1, -(-count // UNITS)), code="'N' || k")
    first = Assignment(
        programme_id=programme, indicator_id=indicator.key, unit_id=first_unit, ref="N0@U0",
        target=Decimal(40), deadline=FAR,
    )  # fmt: skip
    _copies(
        session, first, range(1, count),
        indicator_id=f"{indicator.key} + k / {UNITS}",
        unit_id=f"{first_unit} + k % {UNITS}",
        ref=f"'N' || (k / {UNITS}) || '@U' || (k % {UNITS})",
    )  # fmt: skip
    return first.key


def _checkpoints(session: Session, assignment: int, size: Size) -> None:
    """One for each assignment, in progress: the first ones due soon, the others far away."""
    days = due_days()
    kinds = [(day, range(n, size.due, len(days))) for n, day in enumerate(days)]
    for due_on, numbers in [*kinds, (FAR, range(size.due, size.open))]:
        if not numbers:
            continue
        first = Checkpoint(
            assignment_id=assignment + numbers[0], label="Q2", opens_on=date(2022, 4, 1),
            due_on=due_on, original_due_on=due_on, expected=Decimal(10),
            stage=Stage.IN_PROGRESS, stage_since=at(date(2022, 4, 1)),
        )  # fmt: skip
        _copies(session, first, numbers[1:], assignment_id=f"{assignment} + k")


def _copies(session: Session, first: Any, numbers: range, **changed: str) -> None:
    """Writes `first`, and a copy of it for each number `k`, where these columns are changed.

    `changed`: SQL expressions over `k`.
    """
    session.add(first)
    session.flush()
    if not numbers:
        return
    table = first.__table__
    names = [column.name for column in table.columns if column.name != "id"]
    shown = ", ".join(changed.get(name, f"t.{name}") for name in names)
    session.execute(
        text(
            f"INSERT INTO {table.name} (id, {', '.join(names)})"
            f" WITH RECURSIVE n(k) AS (SELECT {numbers[0]} UNION ALL"
            f" SELECT k + {numbers.step} FROM n WHERE k + {numbers.step} <= {numbers[-1]})"
            f" SELECT {first.key} + 1 + (k - {numbers[0]}) / {numbers.step}, {shown}"
            f" FROM n, {table.name} t WHERE t.id = {first.key}"
        ),
        execution_options=PAST_LEDGER,
    )
    if session.get_bind().dialect.name == "postgresql":  # its own numbering goes on after these
        serial = f"pg_get_serial_sequence('{table.name}', 'id')"
        session.execute(text(f"SELECT setval({serial}, max(id)) FROM {table.name}"))
