"""A district whose days can be played: scan, gather, deliver, and what people got."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from factory import District, district
from sqlalchemy import Engine, delete, select
from sqlmodel import col

from dondoc.clock import StoppedClock, at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.reminders.gather.gather import GatherResult, gather
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.services.reminders.nudges.scan import ScanResult, scan
from dondoc.store.database import reading, writing
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.message import Message, MessageLine
from models.nudge import Nudge
from models.person import Contact, Holding, Person, Position, Preference, ProgrammeMandate
from models.programme import LadderStep, Programme
from models.rules.checkpoints import Act
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience, Mandate

OFFICE = LettersSender(
    "Ban Tổ chức Tỉnh ủy", "don-doc@vinhphuc.example", "thuong-truc@vinhphuc.example"
)
Q1_ENDS = date(2022, 3, 31)

LADDER = (
    *(Step(day, Audience.LEAD, Firmness.REMIND) for day in (-15, -7, -3)),
    *(Step(day, Audience.LEAD, Firmness.URGE) for day in (-1, 0)),
    Step(3, Audience.LEAD, Firmness.DEMAND, every=3),
    Step(3, Audience.COMMITTEE_SECRETARY, Firmness.URGE, every=3),
    Step(6, Audience.COMMITTEE_HEAD, Firmness.DEMAND, every=3),
    Step(9, Audience.SECRETARIAT, Firmness.ESCALATE, every=3),
)
"""What these tests count with, whatever a programme starts with."""


@dataclass
class World:
    """One programme, and the days that a test plays."""

    engine: Engine
    folder: Path
    refs: list[str] = field(default_factory=list)

    @classmethod
    def begin(
        cls, engine: Engine, folder: Path, *due: date, opens_on: date | None = None
    ) -> "World":
        """A district with one checkpoint per due date, all led by An."""
        world = cls(engine, folder)
        with writing(engine) as session:
            made = district(session)
            own_ladder(session, made.programme.key)
            opens = {} if opens_on is None else {"opens_on": opens_on}
            world.refs = [made.checkpoint(day, **opens) for day in due]
        return world

    def crowd(self, count: int, due: date = Q1_ENDS) -> None:
        """So many more people, each of whom leads one assignment."""
        with writing(self.engine) as session:
            first = session.scalars(select(Programme)).one()
            made = District(session, first, _unit(session), made=len(self.refs))
            for number in range(count):
                made.person(f"c{number}")
                made.positions["an"] = made.positions[f"c{number}"]
                self.refs.append(made.checkpoint(due))

    def second_year(self, due: date) -> None:
        """Another programme at work, in which An leads an assignment as well."""
        with writing(self.engine) as session:
            first = session.scalars(select(Programme)).one()
            other = Programme(
                year=2023, title="Năm 2023", rule_set_id=first.rule_set_id, created_at=at(due)
            )
            session.add(other)
            session.flush()
            own_ladder(session, other.key)
            made = District(session, other, _unit(session), made=90)
            person = session.scalars(select(Person).where(col(Person.code) == "an")).one()
            query = select(Position).join(Holding, col(Holding.position_id) == col(Position.id))
            made.positions["an"] = session.scalars(
                query.where(col(Holding.person_id) == person.id)
            ).one()
            made.checkpoint(due)

    @property
    def programme_id(self) -> int:
        with reading(self.engine) as session:
            return session.scalars(select(Programme).order_by(col(Programme.id)).limit(1)).one().key

    def scan(self, day: date, hour: int = 7) -> ScanResult:
        return scan(self.engine, self.programme_id, at(day, hour))

    def gather(self, day: date, hour: int = 7) -> GatherResult:
        return gather(self.engine, at(day, hour))

    def remind(self, day: date, hour: int = 7) -> GatherResult:
        """What the remind flow does each morning."""
        with reading(self.engine) as session:
            ids = [one.key for one in session.scalars(select(Programme))]
        for key in ids:
            scan(self.engine, key, at(day, hour))
        return self.gather(day, hour)

    def act(self, act: Act, by: str, day: date, ref: str | None = None, **said: Any) -> None:
        """Records an act; it stays pending."""
        given = ActInput(act, ref or self.refs[0], by, **said)
        with writing(self.engine) as session:
            Recorder(session, at(day), self.folder).record(given)

    def advance(self, day: date) -> None:
        advance(self.engine, StoppedClock(at(day)))

    def nudges(self, *fields: str) -> list[Any]:
        """All nudges in order, as these fields."""
        with reading(self.engine) as session:
            found = session.scalars(select(Nudge).order_by(col(Nudge.id))).all()
            return [tuple(getattr(one, name) for name in fields) for one in found]

    def told(self, day: date | None = None) -> dict[str, list[str]]:
        """Who got lines about which checkpoints, by person code, in the messages of a day."""
        query = (
            select(col(Person.code), col(Assignment.ref), col(Message.run_on))
            .select_from(MessageLine)
            .join(Message, col(Message.id) == col(MessageLine.message_id))
            .join(Person, col(Person.id) == col(Message.person_id))
            .join(Nudge, col(Nudge.id) == col(MessageLine.nudge_id))
            .join(Checkpoint, col(Checkpoint.id) == col(Nudge.checkpoint_id))
            .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
            .where(col(MessageLine.dropped) == "")
            .order_by(col(MessageLine.id))
        )
        found: dict[str, list[str]] = {}
        with reading(self.engine) as session:
            for code, ref, run_on in session.execute(query):
                if day is None or run_on == day:
                    found.setdefault(code, []).append(ref)
        return found

    def messages(self) -> list[Message]:
        with reading(self.engine) as session:
            found = list(session.scalars(select(Message).order_by(col(Message.id))))
            session.expunge_all()
            return found

    def leaves(self, code: str, day: date) -> None:
        """From that day on a person holds no position, and nobody follows."""
        with writing(self.engine) as session:
            query = select(Holding).join(Person, col(Person.id) == col(Holding.person_id))
            holding = session.scalars(query.where(col(Person.code) == code)).one()
            holding.held_to = date.fromordinal(day.toordinal() - 1)

    def hand_over(self, position_of: str, to: str, day: date) -> None:
        """From that day on somebody else holds a position."""
        with writing(self.engine) as session:
            old = session.scalars(select(Person).where(col(Person.code) == position_of)).one()
            new = session.scalars(select(Person).where(col(Person.code) == to)).one()
            holding = session.scalars(select(Holding).where(col(Holding.person_id) == old.id)).one()
            holding.held_to = date.fromordinal(day.toordinal() - 1)
            session.add(Holding(position_id=holding.position_id, person_id=new.key, held_from=day))

    def without_address(self, code: str, moment: datetime) -> None:
        with writing(self.engine) as session:
            query = select(Contact).join(Person, col(Person.id) == col(Contact.person_id))
            session.scalars(query.where(col(Person.code) == code)).one().disabled_at = moment

    def change(self, table: type, **values: Any) -> None:
        """Sets columns of the only row of a table, or of all."""
        with writing(self.engine) as session:
            for row in session.scalars(select(table)):
                for name, value in values.items():
                    setattr(row, name, value)

    def also_leads(self, code: str) -> None:
        """Lets a person's position answer for the first assignment too."""
        with writing(self.engine) as session:
            person = session.scalars(select(Person).where(col(Person.code) == code)).one()
            query = select(Holding).where(col(Holding.person_id) == person.id)
            position = session.scalars(query).one().position_id
            assignment = session.scalars(select(Assignment).order_by(col(Assignment.id))).first()
            session.add(
                AssignmentOfficial(assignment_id=assignment.key, position_id=position, rank=1)
            )


def wish(world: World, code: str, **wishes: Any) -> None:
    """What a person asks for; `deputy` is the code of another person."""
    with writing(world.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == code)).one()
        if deputy := wishes.pop("deputy", None):
            other = session.scalars(select(Person).where(col(Person.code) == deputy)).one()
            wishes["deputy_id"] = other.key
        session.add(Preference(person_id=person.key, **wishes))


def may_see_all(world: World, code: str) -> None:
    """Makes somebody one of the secretariat: who stands in for others may do what they do."""
    with writing(world.engine) as session:
        query = select(Holding).join(Person, col(Person.id) == col(Holding.person_id))
        position = session.scalars(query.where(col(Person.code) == code)).one().position_id
        programme = session.scalars(select(Programme).order_by(col(Programme.id))).first()
        session.add(
            ProgrammeMandate(programme_id=programme.key, position_id=position,
                             mandate=Mandate.SECRETARIAT)
        )  # fmt: skip


def own_ladder(session: Any, programme_id: int, steps: Sequence[Step] = LADDER) -> None:
    """Gives a programme the ladder of these tests, or these steps alone."""
    session.execute(delete(LadderStep).where(col(LadderStep.programme_id) == programme_id))
    session.add_all(
        LadderStep(programme_id=programme_id, offset=one.offset, every=one.every,
                   audience=one.audience, firmness=one.firmness)
        for one in steps
    )  # fmt: skip


def _unit(session: Any) -> Any:
    from models.unit import Unit

    return session.scalars(select(Unit)).first()
