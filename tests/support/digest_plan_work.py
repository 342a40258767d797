"""The units, people and work of a small plan made by hand for the digest's tests."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from dondoc.clock import at
from dondoc.services.programme.rule_sets import ensure_rule_set
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.indicator import Indicator
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.indicators import AddsUp, Direction, Kind
from models.unit import Unit, UnitGroup, UnitName

Q1_END, Q2_END = date(2022, 3, 31), date(2022, 6, 30)


@dataclass
class PlanWork:
    """Units, people and work of the programme of 2022, in one session."""

    session: Session
    programme: Programme = field(init=False)
    groups: dict[str, UnitGroup] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    checkpoints: dict[str, Checkpoint] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rules = ensure_rule_set(self.session, "VP-2022")
        self.programme = self._add(
            Programme(
                year=2022,
                title="Giao chỉ tiêu năm 2022",
                rule_set_id=rules.key,
                created_at=at(date(2022, 1, 4)),
            )
        )
        for code, name in (("HOA", "Nguyễn Thị Hoa"), ("TT1", "Lê Văn Thường")):
            self._add(Person(code=code, full_name=name))

    def _add(self, row):
        self.session.add(row)
        self.session.flush()
        return row

    def unit(self, code: str, name: str, group: str = "Các huyện") -> None:
        if group not in self.groups:
            rank = len(self.groups)
            self.groups[group] = self._add(UnitGroup(code=f"G{rank}", title=group, rank=rank))
        unit = self._add(Unit(group_id=self.groups[group].key, rank=len(self.units)))
        self._add(UnitName(unit_id=unit.key, code=code, name=name, valid_from=date(2000, 1, 1)))
        self.units[code] = unit
        title = f"Bí thư {name}"
        position = Position(unit_id=unit.key, code=f"BT-{code}", title=title, heads_unit=True)
        self.positions[code] = self._add(position)

    def holds(self, unit: str, name: str, start: date, end: date | None = None) -> None:
        person = self._add(Person(code=f"{unit}-{start}", full_name=name))
        self._add(
            Holding(
                position_id=self.positions[unit].key,
                person_id=person.key,
                held_from=start,
                held_to=end,
            )
        )

    def indicator(
        self,
        code: str,
        kind: Kind = Kind.INCREMENT,
        adds_up: AddsUp = AddsUp.SUM,
        direction: Direction = Direction.HIGHER,
    ) -> None:
        self.indicators[code] = self._add(
            Indicator(
                programme_id=self.programme.key,
                code=code,
                title=f"Chỉ tiêu {code}",
                kind=kind,
                adds_up=adds_up,
                direction=direction,
                unit_of_measure="đảng viên",
            )
        )

    def assign(self, ref: str, target: int | None = None, weight: int = 1, product: str = ""):
        indicator, unit = ref.split("@")
        given = Assignment(
            programme_id=self.programme.key,
            indicator_id=self.indicators[indicator].key,
            unit_id=self.units[unit].key,
            ref=ref,
            target=None if target is None else Decimal(target),
            weight=Decimal(weight),
            product=product,
            deadline=date(2022, 12, 31),
        )
        self.assignments[ref] = self._add(given)
        self._add(AssignmentOfficial(assignment_id=given.key, position_id=self.positions[unit].key))

    def checkpoint(self, ref: str, due_on: date = Q1_END, expected: int | None = None) -> None:
        assignment, label = ref.split("/")
        given = self.assignments[assignment]
        self.checkpoints[ref] = self._add(
            Checkpoint(
                assignment_id=given.key,
                label=label,
                opens_on=date(2022, 1, 1),
                due_on=due_on,
                original_due_on=due_on,
                expected=None if expected is None else Decimal(expected),
                product=given.product,
                stage_since=at(date(2022, 1, 4)),
            )
        )
