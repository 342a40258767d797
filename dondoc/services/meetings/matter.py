"""One matter of an agenda as its page in the pack: what was given to whom, and where it stands."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from dondoc.services.digest.last_words import StatedReason, stated_reasons
from dondoc.services.meetings.agenda import items_of
from dondoc.services.meetings.on_agenda import named_reasons
from dondoc.services.organisation.units import names_on
from dondoc.services.work.assignment_view import (
    AssignmentView,
    open_assignment,
    view_of_assignment,
)
from dondoc.services.work.checkpoint_view import CheckpointView
from dondoc.services.work.roadmap import ResultSoFar, YearTarget, so_far
from models.assignment import Assignment
from models.meeting import AgendaItem, Meeting
from models.programme import Programme
from models.rules.checkpoints import end_of, local_date
from models.rules.indicators import Direction, Kind


@dataclass(frozen=True)
class Matter:
    """A matter with its assignment, where it has one, and the checkpoint that it is about.

    `stated`: the last words on why it is late. `unit`: what its unit is called. `reason`: what the
    words are called that say why it is on the agenda.
    """

    item: AgendaItem
    unit: str
    reason: str
    assignment: AssignmentView | None = None
    result: ResultSoFar | None = None
    checkpoint: CheckpointView | None = None
    stated: StatedReason | None = None


def matters_of(
    session: Session, programme: Programme, meeting: Meeting, now: datetime
) -> list[Matter]:
    """The matters of a meeting in their order, as they stand today."""
    items, today = items_of(session, meeting.key), local_date(now)
    reasons = named_reasons(session, items)
    units = names_on(session, today, {item.unit_id for item in items if item.unit_id})
    return [
        _matter(
            session,
            programme,
            Matter(item, units[item.unit_id].name if item.unit_id else "", reasons[item.key]),
            today,
        )
        for item in items
    ]


def _matter(session: Session, programme: Programme, matter: Matter, today: date) -> Matter:
    """With its assignment, where it has one."""
    item = matter.item
    if item.assignment_id is None:
        return matter
    assignment = session.get_one(Assignment, item.assignment_id)
    opened = open_assignment(session, programme, assignment)
    view = view_of_assignment(session, opened, today)
    by_key = dict(zip(opened.checkpoints, view.checkpoints, strict=True))
    about = [item.checkpoint_id] if item.checkpoint_id else list(by_key)
    reasons = stated_reasons(session, about, end_of(today))
    last = max(reasons.values(), key=lambda each: (each.is_reason, each.said_on), default=None)
    target = YearTarget(Kind(view.kind), Direction(view.direction), view.target)
    return replace(
        matter,
        assignment=view,
        result=so_far(target, view.checkpoints, today),
        checkpoint=by_key.get(item.checkpoint_id) if item.checkpoint_id else None,
        stated=last,
    )
