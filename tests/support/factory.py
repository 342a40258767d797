"""A small programme for the tests: one district with its people, and what a test adds."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from dondoc.clock import at
from dondoc.services.history.events import append
from dondoc.services.programme.rule_sets import default_ladder, ensure_rule_set
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.committee import Committee, CommitteeSeat
from models.event import EventKind
from models.indicator import Indicator
from models.person import Contact, Holding, Person, Position, ProgrammeMandate
from models.programme import LadderStep, Programme
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.roles import Audience, Mandate, Seat
from models.rules.stages import Stage
from models.unit import Unit, UnitGroup, UnitName

START = date(2022, 1, 1)


@dataclass
class District:
    """Lập Thạch: An leads, Bình heads the committee, Chi is its secretary; Dung and Em are
    the secretariat, Giang sits on the Standing Committee, Hà is nobody here."""

    session: Session
    programme: Programme
    unit: Unit
    people: dict[str, Person] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    made: int = 0

    def person(self, code: str, held_from: date = START, held_to: date | None = None) -> Person:
        """A person in a position of the same code, reachable by mail."""
        person = Person(code=code, full_name=f"Nguyễn Văn {code.title()}")
        position = Position(unit_id=self.unit.key, code=f"P-{code}", title=f"Chức vụ {code}")
        self.session.add_all([person, position])
        self.session.flush()
        self.session.add(
            Holding(
                position_id=position.key,
                person_id=person.key,
                held_from=held_from,
                held_to=held_to,
            )
        )
        self.session.add(
            Contact(
                person_id=person.key, address=f"{code}@lapthach.example", confirmed_at=at(START)
            )
        )
        self.people[code], self.positions[code] = person, position
        return person

    def checkpoint(
        self,
        due_on: date,
        opens_on: date = START,
        expected: Decimal | None = Decimal(10),
        kind: Kind = Kind.INCREMENT,
        direction: Direction = Direction.HIGHER,
    ) -> str:
        """An assignment with one checkpoint Q1; gives its reference."""
        self.made += 1
        indicator = Indicator(
            programme_id=self.programme.key,
            code=f"CT{self.made:02d}",
            title=f"Chỉ tiêu {self.made}",
            kind=kind,
            direction=direction,
            adds_up=AddsUp.SUM,
            unit_of_measure="việc",
        )
        self.session.add(indicator)
        self.session.flush()
        assignment = Assignment(
            programme_id=self.programme.key,
            indicator_id=indicator.key,
            unit_id=self.unit.key,
            ref=f"{indicator.code}@LT",
            target=expected,
            deadline=due_on,
        )
        self.session.add(assignment)
        self.session.flush()
        self.session.add(
            AssignmentOfficial(assignment_id=assignment.key, position_id=self.positions["an"].key)
        )
        self._add_checkpoint(assignment, opens_on, due_on, expected)
        return f"{assignment.ref}/Q1"

    def _add_checkpoint(
        self, assignment: Assignment, opens_on: date, due_on: date, expected: Decimal | None
    ) -> None:
        checkpoint = Checkpoint(
            assignment_id=assignment.key,
            label="Q1",
            opens_on=opens_on,
            due_on=due_on,
            original_due_on=due_on,
            expected=expected,
            stage_since=at(START),
        )
        self.session.add(checkpoint)
        self.session.flush()
        event = {
            "kind": EventKind.ASSIGNED,
            "programme_id": self.programme.key,
            "assignment_id": assignment.key,
            "checkpoint_id": checkpoint.key,
            "to_stage": Stage.ASSIGNED,
        }
        append(self.session, at(START), [event])


def district(session: Session, rules: str = "VP-2022") -> District:
    """A district with a committee, and the secretariat of the province."""
    group = UnitGroup(code="localities", title="Huyện, thành phố")
    rule_set = ensure_rule_set(session, rules)
    session.add(group)
    session.flush()
    unit = Unit(group_id=group.key)
    programme = Programme(
        year=2022, title="Năm 2022", rule_set_id=rule_set.key, created_at=at(START)
    )
    session.add_all([unit, programme])
    session.flush()
    session.add(
        UnitName(unit_id=unit.key, code="LT", name="Huyện Lập Thạch", valid_from=date(2000, 1, 1))
    )
    made = District(session, programme, unit)
    for code in ("an", "binh", "chi", "dung", "em", "giang", "ha"):
        made.person(code)
    _seat(made)
    _mandate(made)
    _ladder(made)
    session.flush()
    return made


def _seat(made: District) -> None:
    committee = Committee(programme_id=made.programme.key, unit_id=made.unit.key)
    made.session.add(committee)
    made.session.flush()
    for code, seat in (("binh", Seat.HEAD), ("chi", Seat.SECRETARY)):
        position = made.positions[code].key
        made.session.add(CommitteeSeat(committee_id=committee.key, position_id=position, seat=seat))


def _mandate(made: District) -> None:
    for code, mandate in (
        ("dung", Mandate.SECRETARIAT),
        ("em", Mandate.SECRETARIAT),
        ("giang", Mandate.STANDING_COMMITTEE),
    ):
        made.session.add(
            ProgrammeMandate(
                programme_id=made.programme.key,
                position_id=made.positions[code].key,
                mandate=mandate,
            )
        )


def _ladder(made: District) -> None:
    """The default ladder, but for the step to a head whom this unit has not got."""
    made.session.add_all(
        LadderStep(
            programme_id=made.programme.key,
            offset=step.offset,
            every=step.every,
            audience=step.audience,
            firmness=step.firmness,
        )
        for step in default_ladder()
        if step.audience is not Audience.UNIT_HEAD
    )
