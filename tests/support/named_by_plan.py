"""A plan of later names other positions for work: what loading it leaves in the database."""

from datetime import date

from digest_plan import Plan
from sqlmodel import col, delete, select

from dondoc.clock import at
from models.assignment import AssignmentOfficial
from models.event import Event, EventKind
from models.person import Position


def named(plan: Plan, ref: str, units: list[str], on: date) -> None:
    """The heads of these units answer for the work from a day on, the first of them leads."""
    key = plan.assignments[ref].key
    ours = col(AssignmentOfficial.assignment_id) == key
    query = select(Position.code).join(
        AssignmentOfficial, col(AssignmentOfficial.position_id) == col(Position.id)
    )
    before = list(plan.session.exec(query.where(ours).order_by(col(AssignmentOfficial.rank))))
    plan.session.exec(delete(AssignmentOfficial).where(ours))
    for rank, unit in enumerate(units):
        post = plan.positions[unit].key
        plan.session.add(AssignmentOfficial(assignment_id=key, position_id=post, rank=rank))
    fields = {"officials": [before, [plan.positions[unit].code for unit in units]]}
    plan.session.add(
        Event(
            kind=EventKind.CHANGED,
            at=at(on),
            day=on,
            programme_id=plan.programme.key,
            assignment_id=key,
            data={"change": "changed", "fields": fields},
        )
    )
    plan.session.flush()
