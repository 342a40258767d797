"""The work of a programme as the database has it: indicators, assignments, checkpoints."""

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import Session

from dondoc.services.plan.load.changes import Key
from dondoc.services.plan.load.stored_plan import StoredCheckpoint, StoredPlan, StoredThing
from dondoc.services.work.pending import PENDING
from dondoc.store.row_batches import table_of
from models.assignment import Assignment, AssignmentOfficial, AssignmentUnit, Checkpoint
from models.event import Event, EventKind
from models.indicator import Indicator
from models.meeting import Conclusion
from models.rules.checkpoints import Act
from models.rules.roles import Involvement
from models.rules.stages import Standing
from models.submission import Submission

HARMLESS = (Act.ACKNOWLEDGE, Act.OPEN, Act.UPDATE)
"""Acts that stay right whatever a plan changes while they wait to be applied."""

_INDICATOR_FIELDS = (
    "title", "unit_of_measure", "category", "data_source", "formula", "cut_off",
    "cut_off_days", "hard", "is_new", "shortcoming", "note",
)  # fmt: skip
_OWN_COLUMNS = (
    "id", "assignment_id", "label", "standing", "stage", "due_revision", "rank", "original_due_on",
    "returns", "extension_asked",
)  # fmt: skip
_CHECKPOINT_FIELDS = ("title", "opens_on", "due_on", "expected", "product")


def read_work(session: Session, stored: StoredPlan) -> StoredPlan:
    """Adds the work to what was read of a programme."""
    if stored.programme is not None:
        connection = session.connection()
        _read_indicators(connection, stored)
        keys = _read_assignments(connection, stored)
        _read_officials(connection, stored, keys)
        _read_checkpoints(connection, stored, keys)
    return stored


def _read_indicators(connection: Connection, stored: StoredPlan) -> None:
    table = table_of(Indicator)
    query = select(table).where(table.c.programme_id == stored.programme_id).order_by(table.c.id)
    rows = connection.execute(query).mappings().all()
    codes = {row["id"]: row["code"] for row in rows}
    for row in rows:
        fields = {name: row[name] for name in _INDICATOR_FIELDS}
        for name in ("kind", "direction", "adds_up"):
            fields[name] = row[name].value
        fields["parent"] = codes.get(row["parent_id"], "")
        stored.indicators[(row["code"],)] = StoredThing(row["id"], fields)


def _read_assignments(connection: Connection, stored: StoredPlan) -> dict[int, Key]:
    table = table_of(Assignment)
    query = select(table).where(table.c.programme_id == stored.programme_id).order_by(table.c.id)
    indicators = {stored_row.id: key[0] for key, stored_row in stored.indicators.items()}
    decided = _withdrawn_by_act(connection, stored, checkpoints=False)
    of_meetings = _of_meetings(connection)
    keys: dict[int, Key] = {}
    for row in connection.execute(query):
        stored.refs_taken.add(row.ref)
        unit = stored.units.codes.get(row.unit_id)
        if unit is None:  # its unit ended and gave its code to another one
            continue
        keys[row.id] = key = (indicators[row.indicator_id], unit)
        stored.refs[key] = row.ref
        fields = {
            "target": row.target,
            "target_product": row.product,
            "baseline": row.baseline,
            "weight": row.weight,
            "deadline": row.deadline,
            "note": row.note,
            "officials": (),
            "coordinating": (),
            "watching": (),
        }
        stored.assignments[key] = StoredThing(row.id, fields, row.standing, row.id in decided)
        if row.id in of_meetings:
            stored.of_meetings.add(key)
    return keys


def _of_meetings(connection: Connection) -> set[int]:
    """Assignments that conclusions of meetings became."""
    point, conclusion = table_of(Checkpoint), table_of(Conclusion)
    query = select(point.c.assignment_id).join(conclusion, conclusion.c.checkpoint_id == point.c.id)
    return set(connection.execute(query).scalars())


def _read_officials(connection: Connection, stored: StoredPlan, keys: dict[int, Key]) -> None:
    work, official, unit = (
        table_of(Assignment),
        table_of(AssignmentOfficial),
        table_of(AssignmentUnit),
    )
    mine = work.c.programme_id == stored.programme_id
    positions = {stored_row.id: code for code, stored_row in stored.positions.items()}
    leads: dict[int, list[str]] = defaultdict(list)
    query = select(official).join(work, official.c.assignment_id == work.c.id).where(mine)
    for row in connection.execute(query.order_by(official.c.rank, official.c.id)):
        leads[row.assignment_id].append(positions[row.position_id])
    others: dict[tuple[int, Involvement], list[str]] = defaultdict(list)
    query = select(unit).join(work, unit.c.assignment_id == work.c.id).where(mine)
    for row in connection.execute(query):
        code = stored.units.codes.get(row.unit_id)
        if code is not None:
            others[row.assignment_id, row.involvement].append(code)
    for assignment_id, key in keys.items():
        fields = stored.assignments[key].row
        fields["officials"] = tuple(leads.get(assignment_id, ()))
        for involvement in Involvement:
            codes = others.get((assignment_id, involvement), ())
            fields[involvement.value] = tuple(sorted(codes))


def _read_checkpoints(connection: Connection, stored: StoredPlan, keys: dict[int, Key]) -> None:
    work, point = table_of(Assignment), table_of(Checkpoint)
    query = select(*(point.c[name] for name in (*_OWN_COLUMNS, *_CHECKPOINT_FIELDS)))
    query = query.join(work, point.c.assignment_id == work.c.id)
    query = query.where(work.c.programme_id == stored.programme_id)
    decided = _withdrawn_by_act(connection, stored, checkpoints=True)
    waiting, planned_dues = _waiting(connection, stored), _planned_dues(connection, stored)
    for row in connection.execute(query.order_by(point.c.assignment_id, point.c.rank, point.c.id)):
        key, owner, label, standing, stage, revision, rank, original, returns, asked, *values = row
        if owner not in keys:
            continue
        stored.checkpoints[*keys[owner], label] = StoredCheckpoint(
            key,
            dict(zip(_CHECKPOINT_FIELDS, values, strict=True)),
            standing,
            key in decided,
            assignment_id=owner,
            stage=stage,
            due_revision=revision,
            rank=rank,
            planned_due=planned_dues.get(key, original),
            pending=key in waiting,
            holds_date=returns > 0 or asked is not None,
        )


def _waiting(connection: Connection, stored: StoredPlan) -> set[int]:
    """Checkpoints with an act that was accepted against the plan as it is now."""
    act = table_of(Submission)
    query = select(act.c.checkpoint_id).where(PENDING, act.c.act.not_in(HARMLESS))
    return set(connection.execute(query).scalars())


def _planned_dues(connection: Connection, stored: StoredPlan) -> dict[int, date]:
    """The last due dates that plans named for checkpoints whose date was moved at all."""
    event, point = table_of(Event), table_of(Checkpoint)
    query = (
        select(event.c.checkpoint_id, event.c.data)
        .join(point, event.c.checkpoint_id == point.c.id)
        .where(
            event.c.programme_id == stored.programme_id,
            event.c.kind == EventKind.DUE_CHANGED,
            event.c.submission_id.is_(None),
            point.c.due_revision > 0,
        )
        .order_by(event.c.id)
    )
    rows = [row for row in connection.execute(query) if "to" in row.data]
    return {row.checkpoint_id: date.fromisoformat(row.data["to"]) for row in rows}


def _withdrawn_by_act(connection: Connection, stored: StoredPlan, *, checkpoints: bool) -> set[int]:
    """What a person withdrew last: a plan that still lists it does not undo that."""
    event = table_of(Event)
    owner = event.c.checkpoint_id if checkpoints else event.c.assignment_id
    table = table_of(Checkpoint if checkpoints else Assignment)
    query = (
        select(owner.label("owner"), event.c.submission_id)
        .join(table, owner == table.c.id)
        .where(event.c.kind == EventKind.WITHDRAWN, table.c.standing == Standing.WITHDRAWN)
        .order_by(event.c.id)
    )
    if not checkpoints:
        query = query.where(event.c.checkpoint_id.is_(None))
    last = {row.owner: row.submission_id for row in connection.execute(query)}
    return {owner for owner, submission_id in last.items() if submission_id is not None}
