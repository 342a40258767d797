"""The example year with more people and events: several who lead, moves, absences, papers, fields.

In the example year only heads lead work, nobody moves, and nobody is away or disciplined.
"""

from collections import defaultdict
from datetime import date, timedelta
from itertools import cycle
from random import Random

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.store.database import writing
from models.assignment import Assignment, AssignmentOfficial
from models.discipline import DisciplineRecord
from models.evaluation_absence import EvaluationAbsence
from models.led_field import LedField
from models.person import Holding, Position
from models.rules.absences import AbsenceReason
from models.rules.discipline import DisciplineKind

RECORDED = at(date(2022, 12, 1))
MOVED_ON = (date(2022, 5, 16), date(2022, 8, 20))
LENGTHS = (10, 44, 45, 46, 60, 80)
"""Days of absence, on both sides of half a quarter."""


def make_eventful(engine: Engine, random: Random) -> None:
    """Writes all of it down."""
    with writing(engine) as session:
        _share_out(session)
        leads = _only_holdings(session)
        people = [held.person_id for held, _ in leads]
        for day in MOVED_ON:
            _swap(session, leads, day, random)
        for person in random.sample(people, 24):
            first = date(2022, 1, 1) + timedelta(random.randrange(270))
            last = first + timedelta(random.choice(LENGTHS))
            session.add(
                EvaluationAbsence(
                    person_id=person, first_on=first, last_on=last, paper="Giấy nghỉ",
                    reason=AbsenceReason.SICK, recorded_by_id=1, recorded_at=RECORDED,
                )
            )  # fmt: skip
        for person in random.sample(people, 3):
            day = date(2022, random.randrange(1, 10), 14)
            session.add(
                DisciplineRecord(
                    person_id=person, kind=DisciplineKind.DISCIPLINE, paper_number="01-QĐ",
                    paper_body="UBKT", signed_on=day, effective_on=day, recorded_at=RECORDED,
                    recorded_by_id=1,
                )
            )  # fmt: skip
        units = [unit for _, unit in leads]
        for person in random.sample(people, 8):
            session.add(
                LedField(
                    person_id=person, unit_id=random.choice(units), first_on=date(2022, 2, 10),
                    last_on=random.choice((None, date(2022, 8, 15))), paper="Phân công",
                    recorded_at=RECORDED, recorded_by_id=1,
                )
            )  # fmt: skip


def _share_out(session: Session) -> None:
    """Of a unit's work its head keeps every fourth piece; others of the unit lead the rest."""
    others: dict[int, list[int]] = defaultdict(list)
    held = select(Position).join(Holding, col(Holding.position_id) == col(Position.id))
    for post in session.scalars(held.order_by(col(Position.id))).unique():
        if not post.heads_unit:
            others[post.unit_id].append(post.key)
    turns = {unit: cycle([None, *posts[:3]]) for unit, posts in others.items()}
    query = (
        select(AssignmentOfficial, col(Assignment.unit_id))
        .join(Assignment, col(Assignment.id) == col(AssignmentOfficial.assignment_id))
        .order_by(col(AssignmentOfficial.rank), col(AssignmentOfficial.id))
    )
    rows: dict[int, list[tuple[AssignmentOfficial, int]]] = defaultdict(list)
    for row, unit in session.execute(query).tuples():
        rows[row.assignment_id].append((row, unit))
    for of_one in rows.values():
        (lead, unit), *beside = of_one
        chosen = next(turns[unit]) if unit in turns else None
        if chosen is not None:
            for row, _ in beside:
                session.delete(row)
            session.flush()
            lead.position_id = chosen


def _only_holdings(session: Session) -> list[tuple[Holding, int]]:
    """Of everybody who holds one position and leads work in it: the holding, and the unit."""
    query = (
        select(Holding, col(Position.unit_id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(
            col(Holding.held_to).is_(None), ~col(Position.heads_unit),
            col(Position.id).in_(select(col(AssignmentOfficial.position_id))),
        )
        .order_by(col(Holding.id))
    )  # fmt: skip
    found = [(held, unit) for held, unit in session.execute(query).tuples()]
    every = list(session.scalars(select(col(Holding.person_id))))
    return [(held, unit) for held, unit in found if every.count(held.person_id) == 1]


def _swap(session: Session, leads: list[tuple[Holding, int]], day: date, random: Random) -> None:
    """Two of different units take each other's place from a day on."""
    still = [each for each in leads if each[0].held_to is None]
    one, unit = random.choice(still)
    other = random.choice([held for held, of in still if of != unit])
    for before, after in ((one, other), (other, one)):
        session.add(
            Holding(position_id=after.position_id, person_id=before.person_id, held_from=day)
        )
    one.held_to = other.held_to = day - timedelta(days=1)
