"""Many checkpoints at once, written in bulk: for counting and for measuring."""

from datetime import date, timedelta

from factory import District, district
from sqlmodel import Session

from dondoc.clock import at
from dondoc.services.history.events import append
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.event import EventKind
from models.indicator import Indicator
from models.rules.indicators import Kind
from models.rules.stages import Stage

START = date(2022, 1, 1)
LABELS = ("Q1", "Q2", "Q3", "Q4")


def many_checkpoints(session: Session, count: int, opens_on: date = START) -> District:
    """A district with `count` checkpoints, four to an assignment, all still "assigned"."""
    made = district(session)
    programme, unit = made.programme.key, made.unit.key
    indicators = [
        Indicator(
            programme_id=programme,
            code=f"N{n:06}",
            title=f"Chỉ tiêu {n}",
            kind=Kind.INCREMENT,
        )
        for n in range(1, count // len(LABELS) + 1)
    ]
    session.add_all(indicators)
    session.flush()
    assignments = [
        Assignment(
            programme_id=programme,
            indicator_id=indicator.key,
            unit_id=unit,
            ref=f"{indicator.code}@LT",
            deadline=date(2022, 12, 31),
        )
        for indicator in indicators
    ]
    session.add_all(assignments)
    session.flush()
    position = made.positions["an"].key
    session.add_all(
        AssignmentOfficial(assignment_id=assignment.key, position_id=position)
        for assignment in assignments
    )
    _checkpoints(session, assignments, opens_on)
    return made


def _checkpoints(session: Session, assignments: list[Assignment], opens_on: date) -> None:
    due = opens_on + timedelta(days=80)
    checkpoints = [
        Checkpoint(
            assignment_id=assignment.key,
            label=label,
            rank=rank,
            opens_on=opens_on,
            due_on=due,
            original_due_on=due,
            stage_since=at(START),
        )
        for assignment in assignments
        for rank, label in enumerate(LABELS)
    ]
    session.add_all(checkpoints)
    session.flush()
    programme = assignments[0].programme_id
    rows = [
        {
            "kind": EventKind.ASSIGNED,
            "programme_id": programme,
            "checkpoint_id": checkpoint.key,
            "assignment_id": checkpoint.assignment_id,
            "to_stage": Stage.ASSIGNED,
        }
        for checkpoint in checkpoints
    ]
    append(session, at(START), rows)
