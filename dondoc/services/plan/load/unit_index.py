"""Which unit a code means: codes come and go, so it is asked for a period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from dondoc.services.plan.load.names import within
from dondoc.services.workbook.plan import UnitDraft
from dondoc.store.row_batches import table_of
from models.rules.validity import on_day, overlaps
from models.unit import Unit, UnitGroup, UnitName, UnitParent


@dataclass(slots=True)
class NameRow:
    """One name of a unit, as it is stored."""

    id: int
    unit_id: int
    code: str
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(slots=True)
class ParentRow:
    """What a unit is under, as it is stored."""

    id: int
    unit_id: int
    parent_id: int
    valid_from: date
    valid_to: date | None


@dataclass
class UnitIndex:
    """All units, found by code for the span of a programme.

    `day`: the day that decides where two units carry one code within the span.
    `codes` and `ids` hold the units as the plan calls them, both ways. `recoded`: units that go
    by another code from now on, and the one that they had.
    """

    first: date
    last: date
    day: date
    names: dict[int, list[NameRow]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[str, list[NameRow]] = field(default_factory=lambda: defaultdict(list))
    parents: dict[int, list[ParentRow]] = field(default_factory=lambda: defaultdict(list))
    founded: dict[int, date | None] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    order: dict[int, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    recoded: dict[str, str] = field(default_factory=dict)

    def name_on(self, unit_id: int, day: date) -> NameRow | None:
        """The name in force on a day."""
        rows = self.names.get(unit_id, [])
        return next((r for r in rows if on_day(r.valid_from, r.valid_to, day)), None)

    def parent_on(self, unit_id: int, day: date) -> ParentRow | None:
        """What the unit is under on a day."""
        rows = self.parents.get(unit_id, [])
        return next((r for r in rows if on_day(r.valid_from, r.valid_to, day)), None)

    def names_within(self, unit_id: int) -> list[NameRow]:
        """The names that are in force on some day of the span, oldest first."""
        rows = self.names.get(unit_id, [])
        return [r for r in rows if overlaps(r.valid_from, r.valid_to, self.first, self.last)]

    def call(self, unit_id: int) -> NameRow | None:
        """The name by which a unit goes in the span: on `day`, or the last one before it ended."""
        rows = self.names_within(unit_id)
        return self.name_on(unit_id, self.day) or (rows[-1] if rows else None)

    def under(self, unit_id: int) -> ParentRow | None:
        """What a unit is under in the span; one that is not alive on `day` is asked when it is."""
        name = self.call(unit_id)
        if name is None:
            return None
        return self.parent_on(unit_id, within(self.day, name.valid_from, name.valid_to or date.max))

    def find(self, code: str, first: date | None, last: date | None, name: str) -> int | None:
        """The unit with a code in a period, or the one that a later plan has described already.

        A later unit is another one only if it has another name and a day of founding.
        """
        start, end = first or self.first, last or self.last
        named = self.by_code.get(code, [])
        here = [r for r in named if overlaps(r.valid_from, r.valid_to, start, end)]
        if here:
            day = within(self.day, start, end)
            best = max(here, key=lambda r: (_on(r, day), r.valid_from))
            return best.unit_id
        later = [
            r
            for r in named
            if r.valid_from > end and (r.name == name or self.founded[r.unit_id] is None)
        ]
        return min(later, key=lambda r: r.valid_from).unit_id if later else None

    def later_start(self, code: str) -> date | None:
        """When another unit takes this code over after the span, if one does."""
        starts = [r.valid_from for r in self.by_code.get(code, []) if r.valid_from > self.last]
        return min(starts, default=None)

    def learn(self, code: str, unit_id: int) -> None:
        """From now on the code means this unit, and the unit goes by it."""
        self.forget(code)
        self.ids[code] = unit_id
        self.codes[unit_id] = code

    def recode(self, new: str, old: str) -> None:
        """From now on the unit that has a code goes by a new one."""
        unit_id = self.ids[old]
        self.by_code[new] += self.names[unit_id]
        self.recoded[new] = old
        self.forget(old)
        self.learn(new, unit_id)

    def forget(self, code: str) -> None:
        """The unit that had the code cannot be called by it any more."""
        former = self.ids.pop(code, None)
        if former is not None and self.codes.get(former) == code:
            del self.codes[former]


def _on(row: NameRow, day: date) -> bool:
    return on_day(row.valid_from, row.valid_to, day)


def read_unit_index(
    session: Session, year: int, today: date, listed: Iterable[UnitDraft],
    recoded: Mapping[str, str] | None = None,
) -> UnitIndex:  # fmt: skip
    """The units of a programme's year, as a plan calls them.

    `listed`: units of the plan, whose codes mean what they mean in their period of validity.
    `recoded`: new codes of units that go by another code from now on, and the ones they had.
    """
    units = _read_units(session, date(year, 1, 1), date(year, 12, 31), today)
    for new, old in (recoded or {}).items():
        units.recode(new, old)
    for unit in listed:
        known = units.find(unit.code, unit.valid_from, unit.valid_to, unit.name)
        if known is None:
            units.forget(unit.code)
        else:
            units.learn(unit.code, known)
    return units


def _read_units(session: Session, first: date, last: date, today: date) -> UnitIndex:
    """Reads all units; those alive in the span can be found by code at once."""
    unit_index = UnitIndex(first, last, within(today, first, last))
    connection = session.connection()
    names, parents = table_of(UnitName), table_of(UnitParent)
    for row in connection.execute(select(names).order_by(names.c.valid_from)):
        name = NameRow(row.id, row.unit_id, row.code, row.name, row.valid_from, row.valid_to)
        unit_index.names[row.unit_id].append(name)
        unit_index.by_code[row.code].append(name)
    for row in connection.execute(select(parents).order_by(parents.c.valid_from)):
        parent = ParentRow(row.id, row.unit_id, row.parent_id, row.valid_from, row.valid_to)
        unit_index.parents[row.unit_id].append(parent)
    units, groups = table_of(Unit), table_of(UnitGroup)
    ranked = (
        select(units.c.id, units.c.founded_on, groups.c.code)
        .join(groups, units.c.group_id == groups.c.id)
        .order_by(units.c.rank, units.c.id)
    )
    for number, row in enumerate(connection.execute(ranked)):
        unit_index.groups[row.id], unit_index.founded[row.id] = row.code, row.founded_on
        unit_index.order[row.id] = number
    _call_all(unit_index)
    return unit_index


def _call_all(unit_index: UnitIndex) -> None:
    """Where a code was used again within the span, the unit that has it on the day answers."""
    called = [(unit_id, row) for unit_id in unit_index.order if (row := unit_index.call(unit_id))]
    for unit_id, row in sorted(called, key=lambda c: (_on(c[1], unit_index.day), c[1].valid_from)):
        unit_index.learn(row.code, unit_id)
