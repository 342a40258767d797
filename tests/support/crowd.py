"""Thousands of people who each lead one assignment, written in bulk."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from factory import START, district
from remind_world import World, own_ladder
from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from dondoc.clock import at
from dondoc.store.bulk import reserve
from dondoc.store.database import writing
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.indicator import Indicator
from models.person import Contact, Holding, Person, Position
from models.rules.indicators import Kind


def crowded(world: World, count: int, due: date) -> None:
    """Fills an empty database with a district and so many people more."""
    with writing(world.engine) as session:
        made = district(session)
        own_ladder(session, made.programme.key)
        programme, unit, numbers = made.programme.key, made.unit.key, range(count)
        people = _many(session, [Person(code=f"k{n}", full_name=f"Trần Số {n}") for n in numbers])
        places = _many(
            session, [Position(unit_id=unit, code=f"K{n}", title="Chuyên viên") for n in numbers]
        )
        _many(
            session,
            [
                Holding(position_id=places + n, person_id=people + n, held_from=START)
                for n in numbers
            ],
        )
        _many(
            session,
            [
                Contact(person_id=people + n, address=f"k{n}@x.example", confirmed_at=at(START))
                for n in numbers
            ],
        )
        work = _work(session, programme, unit, (count, due))
        _many(
            session,
            [AssignmentOfficial(assignment_id=work + n, position_id=places + n) for n in numbers],
        )


def _work(session: Session, programme: int, unit: int, size: tuple[int, date]) -> int:
    numbers, due = range(size[0]), size[1]
    first = _many(
        session,
        [
            Indicator(programme_id=programme, code=f"K{n}", title=f"Việc {n}", kind=Kind.INCREMENT)
            for n in numbers
        ],
    )
    work = _many(
        session,
        [
            Assignment(
                programme_id=programme, indicator_id=first + n, unit_id=unit, ref=f"K{n}@LT",
                deadline=due,
            )
            for n in numbers
        ],
    )  # fmt: skip
    _many(
        session,
        [
            Checkpoint(
                assignment_id=work + n, label="Q1", opens_on=START, due_on=due,
                original_due_on=due, stage_since=at(START),
            )
            for n in numbers
        ],
    )  # fmt: skip
    return work


def _many(session: Session, rows: Sequence[SQLModel]) -> int:
    """Writes rows of one kind with ids in their order; gives the first id."""
    model: Any = type(rows[0])
    ids = reserve(session, model, len(rows))
    values = [
        {name: getattr(one, name) for name in model.model_fields} | {"id": key}
        for key, one in zip(ids, rows, strict=True)
    ]
    session.execute(insert(model), values)
    return ids[0]
