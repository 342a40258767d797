"""What people call a row that an audit names."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, Table, select
from sqlmodel import Session

from dondoc.ledger.readable import UNREADABLE
from dondoc.rendering.formats import day
from dondoc.store.chunks import chunks
from models.tables import metadata
from models.unreadable_value import refuse_unreadable

_TABLES = metadata.tables
_ITEM = ("submission", "progress_report", "verification", "evaluation", "nudge", "cause_statement")
_BY_WAY = {
    "report_evidence": ("progress_report", "report_id"),
    "cause_evidence": ("cause_statement", "statement_id"),
    "submission_evidence": ("submission", "submission_id"),
    "difficulty": ("progress_report", "report_id"),
    "message_line": ("nudge", "nudge_id"),
}
"""Tables of which another one says of which checkpoint their rows are."""

_PLAIN = {
    "programme": "year", "rule_set": "code", "calendar_day": "day", "unit_group": "code",
    "unit_name": "code", "person": "code", "position": "code", "indicator": "code",
    "assignment": "ref", "evidence_file": "sha256", "digest": "quarter", "seal": "day",
    "own_rule_set": "code", "product_catalogue": "version", "catalogue_product": "code",
}  # fmt: skip
_THROUGH = {
    "unit": ("unit_name", "unit_id", "code"),
    "assignment_official": ("assignment", None, "ref"),
    "assignment_unit": ("assignment", None, "ref"),
    "comment": ("assignment", None, "ref"),
    "product_tie": ("assignment", None, "ref"),
    "digest_step": ("digest", None, "quarter"),
    "digest_remark": ("digest", None, "quarter"),
    "digest_paper": ("digest", None, "quarter"),
    "unit_digest": ("digest", None, "quarter"),
    "message": ("person", None, "code"),
    "programme_mandate": ("position", None, "code"),
    "committee_seat": ("position", None, "code"),
}
"""Tables named by another: the one that they point at, or one whose column points at them."""


def names_of(session: Session, table: str, ids: Sequence[int]) -> dict[int, str]:
    """Names by key, such as KND@LT/Q1; a row that has none, or is gone, is left out."""
    query = _query(table)
    names: dict[int, str] = {}
    if query is None:
        return names
    for portion in chunks(ids):
        for key, *parts in _read(session, query.where(_TABLES[table].c.id.in_(portion))):
            names[key] = "/".join(_shown(part) for part in parts if part is not None)
    return names


def _read(session: Session, query: Select[Any]) -> Sequence[Any]:
    """Nothing where a name itself was made unreadable: rows are named by their number then."""
    try:
        rows = session.execute(query).all()
        refuse_unreadable(part for row in rows for part in row)
        return rows
    except UNREADABLE:
        return ()


def _shown(part: Any) -> str:
    return day(part) if isinstance(part, date) else str(part)


def _query(table: str) -> Select[Any] | None:
    row = _TABLES[table]
    if table in _PLAIN:
        return select(row.c.id, row.c[_PLAIN[table]])
    if table in _THROUGH:
        return _through(row, *_THROUGH[table])
    if table == "holding":
        return _holding(row)
    if table in ("checkpoint", "event", *_BY_WAY, *_ITEM):
        return _of_checkpoint(row)
    return None


def _through(row: Table, other_name: str, back: str | None, column: str) -> Select[Any]:
    other = _TABLES[other_name]
    on = other.c[back] == row.c.id if back else row.c[f"{other_name}_id"] == other.c.id
    return select(row.c.id, other.c[column]).join_from(row, other, on)


def _holding(row: Table) -> Select[Any]:
    person, position = _TABLES["person"], _TABLES["position"]
    query = select(row.c.id, position.c.code, person.c.code)
    return query.join_from(row, position, position.c.id == row.c.position_id).join(
        person, person.c.id == row.c.person_id
    )


def _of_checkpoint(row: Table) -> Select[Any]:
    """The assignment's reference and the checkpoint's label."""
    checkpoint, assignment = _TABLES["checkpoint"], _TABLES["assignment"]
    query = select(row.c.id, assignment.c.ref, checkpoint.c.label)
    if row.name == "checkpoint":
        start: Any = row
    elif row.name in _BY_WAY:
        way, back = _TABLES[_BY_WAY[row.name][0]], row.c[_BY_WAY[row.name][1]]
        start = row.join(way, way.c.id == back)
        start = start.join(checkpoint, checkpoint.c.id == way.c.checkpoint_id)
    else:
        start = row.join(checkpoint, checkpoint.c.id == row.c.checkpoint_id)
    return query.select_from(start.join(assignment, assignment.c.id == checkpoint.c.assignment_id))
