"""A programme as the database has it, in the same shape as what a plan asks for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from dondoc.services.plan.load.absences import Absence, read_absences
from dondoc.services.plan.load.changes import Key, PlanRow
from dondoc.services.plan.load.unit_index import UnitIndex, read_unit_index
from dondoc.services.reach.masked_addresses import REMOVED
from dondoc.services.workbook.plan import UnitDraft
from dondoc.store.row_batches import table_of
from models.committee import Committee, CommitteeSeat
from models.person import Contact, Holding, Person, Position, ProgrammeMandate
from models.programme import CalendarDay, LadderStep, Programme, RuleSet
from models.rules.stages import Stage, Standing

MAIL = "mail"


@dataclass(slots=True)
class StoredThing:
    """A stored thing: its key in the database, its fields, and whether it still counts."""

    id: int
    row: PlanRow
    standing: Standing = Standing.LIVE
    by_decision: bool = False


@dataclass(slots=True)
class StoredCheckpoint(StoredThing):
    """A checkpoint as it is stored.

    `planned_due`: the last due date that a plan named, which an extension may have moved.

    `pending`: an act on it is recorded and not applied yet. `holds_date`: it was sent back to be
    mended, or somebody asked for more time: nobody takes time away from it meanwhile.
    """

    assignment_id: int = 0
    stage: Stage = Stage.ASSIGNED
    due_revision: int = 0
    rank: int = 0
    planned_due: date | None = None
    pending: bool = False
    holds_date: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A person's mail address. `private`: no plan has named it, only its owner.

    `removed`: its owner took it away, and a plan must not bring it back.
    """

    id: int
    private: bool
    removed: bool


@dataclass
class StoredPlan:
    """Everything that a plan can speak of, by the codes that a plan uses.

    `recoded`, `recoded_positions`: people and positions that go by another code from now on, and
    the one that they had. `refs`: what people call an assignment, which stays whatever its unit is
    called; `refs_taken`: all that mean something, also work that no plan can speak of any more;
    `of_meetings`: work that a meeting gave, which stands in no plan's file.
    """

    year: int
    units: UnitIndex
    programme: StoredThing | None = None
    people: dict[str, StoredThing] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()
    mails: dict[str, dict[str, Mail]] = field(default_factory=lambda: defaultdict(dict))
    positions: dict[str, StoredThing] = field(default_factory=dict)
    holdings: dict[Key, StoredThing] = field(default_factory=dict)
    mandates: dict[Key, int] = field(default_factory=dict)
    committees: dict[Key, StoredThing] = field(default_factory=dict)
    seats: dict[Key, StoredThing] = field(default_factory=dict)
    days: dict[Key, StoredThing] = field(default_factory=dict)
    steps: dict[Key, StoredThing] = field(default_factory=dict)
    indicators: dict[Key, StoredThing] = field(default_factory=dict)
    assignments: dict[Key, StoredThing] = field(default_factory=dict)
    checkpoints: dict[Key, StoredCheckpoint] = field(default_factory=dict)
    recoded: dict[str, str] = field(default_factory=dict)
    recoded_positions: dict[str, str] = field(default_factory=dict)
    refs: dict[Key, str] = field(default_factory=dict)
    refs_taken: set[str] = field(default_factory=set)
    of_meetings: set[Key] = field(default_factory=set)

    @property
    def programme_id(self) -> int:
        """The key of the programme; 0, which no row has, while there is none."""
        return self.programme.id if self.programme else 0

    def place(self, row: Mapping[str, Any]) -> str:
        """A position, as its row says, by its title and its unit."""
        unit_id = self.units.ids.get(row["unit"])
        name = self.units.call(unit_id) if unit_id else None
        return f"{row['title']}, {name.name if name else row['unit']}"


def read_organisation(
    session: Session, year: int, today: date, listed: Iterable[UnitDraft] = (),
    recoded: Mapping[str, str] | None = None,
) -> StoredPlan:  # fmt: skip
    """Reads everything but the work itself: units, people, committees, calendar, ladder.

    `listed`: units of a plan, whose codes mean what they mean in their period of validity.
    `recoded`: new codes of units that go by another code from now on, and the ones they had.
    """
    units = read_unit_index(session, year, today, listed, recoded)
    stored = StoredPlan(year, units, _programme(session, year))
    _read_people(session, stored)
    stored.absences = read_absences(session)
    _read_positions(session, stored)
    _read_committees(session, stored)
    _read_calendar(session, stored)
    _read_ladder(session, stored)
    return stored


def _programme(session: Session, year: int) -> StoredThing | None:
    programme, rule_set = table_of(Programme), table_of(RuleSet)
    query = (
        select(programme, rule_set.c.code.label("rule_set"))
        .join(rule_set, programme.c.rule_set_id == rule_set.c.id)
        .where(programme.c.year == year)
    )
    row = session.connection().execute(query).mappings().first()
    if row is None:
        return None
    fields = ("title", "deciding_paper", "paper_date", "rule_set", "note")
    return StoredThing(row["id"], {name: row[name] for name in fields})


def _read_people(session: Session, stored: StoredPlan) -> None:
    """A plan shows the first of the mail addresses that plans have named, and no private one."""
    person, contact = table_of(Person), table_of(Contact)
    for row in session.connection().execute(select(person)):
        fields = {name: getattr(row, name) for name in ("full_name", "language", "telephone")}
        fields["email"] = ""
        stored.people[row.code] = StoredThing(row.id, fields)
    query = (
        select(
            person.c.code, contact.c.id, contact.c.address, contact.c.from_plan,
            contact.c.disabled_reason,
        )
        .join(contact, contact.c.person_id == person.c.id)
        .where(contact.c.channel == MAIL)
        .order_by(contact.c.disabled_at.is_not(None), contact.c.rank, contact.c.id)
    )  # fmt: skip
    for row in session.connection().execute(query):
        mail = Mail(row.id, not row.from_plan, row.disabled_reason == REMOVED)
        stored.mails[row.code].setdefault(row.address.casefold(), mail)
        if row.from_plan:
            fields = stored.people[row.code].row
            fields["email"] = fields["email"] or row.address


def _read_positions(session: Session, stored: StoredPlan) -> None:
    connection = session.connection()
    position, holding = table_of(Position), table_of(Holding)
    codes: dict[int, str] = {}
    for row in connection.execute(select(position).order_by(position.c.id)):
        codes[row.id] = row.code
        unit = stored.units.codes.get(row.unit_id, "")
        fields = {
            "title": row.title, "unit": unit, "heads_unit": row.heads_unit,
            "deputy_head": row.deputy_head, "roles": (),
        }  # fmt: skip
        stored.positions[row.code] = StoredThing(row.id, fields)
    people = {stored_row.id: code for code, stored_row in stored.people.items()}
    for row in connection.execute(select(holding).order_by(holding.c.held_from, holding.c.id)):
        key = (codes[row.position_id], people[row.person_id], row.held_from)
        stored.holdings[key] = StoredThing(
            row.id, {"held_from": row.held_from, "held_to": row.held_to}
        )
    _read_mandates(session, stored, codes)


def _read_mandates(session: Session, stored: StoredPlan, codes: Mapping[int, str]) -> None:
    """The roles of positions: of a year that is not there yet, those of the year before it.

    A mandate for one unit alone was given by other means: a plan neither shows nor takes it.
    """
    mandate, programme = table_of(ProgrammeMandate), table_of(Programme)
    before = select(func.max(programme.c.year)).where(programme.c.year <= stored.year)
    query = (
        select(mandate)
        .join(programme, mandate.c.programme_id == programme.c.id)
        .where(programme.c.year == before.scalar_subquery(), mandate.c.unit_id.is_(None))
    )
    for row in session.connection().execute(query):
        code = codes[row.position_id]
        if row.programme_id == stored.programme_id:
            stored.mandates[code, row.mandate.value] = row.id
        fields = stored.positions[code].row
        fields["roles"] = tuple(sorted({*fields["roles"], row.mandate.value}))


def _read_committees(session: Session, stored: StoredPlan) -> None:
    committee, seat = table_of(Committee), table_of(CommitteeSeat)
    units: dict[int, str] = {}
    mine = committee.c.programme_id == stored.programme_id
    for row in session.connection().execute(select(committee).where(mine)):
        if (unit := stored.units.codes.get(row.unit_id)) is not None:
            units[row.id] = unit
            standing = Standing.LIVE if row.dissolved_on is None else Standing.WITHDRAWN
            fields = {"paper": row.paper, "founded_on": row.founded_on}
            stored.committees[(unit,)] = StoredThing(row.id, fields, standing)
    positions = {stored_row.id: code for code, stored_row in stored.positions.items()}
    query = select(seat).join(committee, seat.c.committee_id == committee.c.id).where(mine)
    for row in session.connection().execute(query.order_by(seat.c.id)):
        if row.committee_id in units:
            key = (units[row.committee_id], positions[row.position_id], row.seat.value)
            fields = {
                "task": row.task,
                "seated_from": row.seated_from,
                "seated_to": row.seated_to,
            }
            stored.seats[key] = StoredThing(row.id, fields)


def _read_calendar(session: Session, stored: StoredPlan) -> None:
    """Days are the whole office's: a plan that names one changes it for every year."""
    day = table_of(CalendarDay)
    query = select(day).order_by(day.c.day)
    for row in session.connection().execute(query):
        stored.days[(row.day,)] = StoredThing(row.id, {"working": row.working, "note": row.note})


def _read_ladder(session: Session, stored: StoredPlan) -> None:
    step = table_of(LadderStep)
    query = select(step).where(step.c.programme_id == stored.programme_id).order_by(step.c.id)
    for row in session.connection().execute(query):
        unit = stored.units.codes.get(row.unit_id, "") if row.unit_id else ""
        key = (
            row.offset_days, row.audience.value, row.firmness.value, row.every_days,
            row.category or "", unit, row.channel or "",
        )  # fmt: skip
        stored.steps[key] = StoredThing(row.id, {})
