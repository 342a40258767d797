"""A conclusion that becomes work of the plan, in the same transaction and by the plan's rules.

It is loaded as a plan of one row: so the official is told, and the ladder, the calendar, the boards
and the digest know it like all other work.
"""

from datetime import date

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.rendering import formats
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.units import names_on
from dondoc.services.plan.load.load import load
from dondoc.services.workbook.plan import (
    AssignmentDraft,
    CheckpointDraft,
    IndicatorDraft,
    PlanDraft,
    ProgrammeDraft,
)
from models.assignment import Assignment, Checkpoint
from models.joins import CHECKPOINTS_OF_ASSIGNMENT
from models.meeting import Conclusion, Meeting
from models.person import Position
from models.programme import Programme
from models.rules.indicators import Kind

LABEL = "KL"
"""Of the only checkpoint of such work, from kết luận."""


def assign(office: SettingsChange, meeting: Meeting, conclusion: Conclusion) -> int:
    """Adds the work to the plan of the meeting's year; gives the key of its checkpoint.

    Raises BadInput for a day of another year or one that is over, and Refused for what loading a
    plan refuses.
    """
    session = office.session
    programme = session.get_one(Programme, meeting.programme_id)
    due_on = conclusion.due_on
    if due_on is None or due_on.year != programme.year:
        raise BadInput("meeting.error.other_year", year=programme.year)
    if due_on < office.today:  # nobody would have been reminded of it
        raise BadInput("meeting.error.due_over", day=formats.day(due_on))
    post = session.get_one(Position, conclusion.position_id)
    unit = names_on(session, office.today, [post.unit_id])[post.unit_id].code
    code = f"{LABEL}{conclusion.item_id}-{conclusion.number}"
    draft = _draft(programme, meeting, conclusion, (code, unit, post.code), due_on)
    load(
        session, draft, complete=False, actor_id=office.actor.key, now=office.now,
        plan_sha256=programme.plan_sha256,
    )  # fmt: skip
    return _checkpoint(session, meeting.programme_id, code)


def _draft(
    programme: Programme,
    meeting: Meeting,
    conclusion: Conclusion,
    codes: tuple[str, str, str],
    due_on: date,
) -> PlanDraft:
    """A plan of one row: an indicator of its own, given to one position, due once."""
    code, unit, post = codes
    words = conclusion.words
    source = f"{meeting.title}, {formats.day(meeting.held_on)}"
    step = CheckpointDraft(LABEL, words, meeting.held_on, due_on, product=words)
    return PlanDraft(
        ProgrammeDraft(programme.year, programme.title, is_stated=False),
        indicators=(IndicatorDraft(code, words, Kind.PRODUCT.value, data_source=source),),
        assignments=(AssignmentDraft(code, unit, due_on, (step,), (post,), target_product=words),),
    )


def _checkpoint(session: Session, programme_id: int, code: str) -> int:
    query = (
        select(Checkpoint.id)
        .select_from(Assignment)
        .join(*CHECKPOINTS_OF_ASSIGNMENT)
        .where(
            col(Assignment.programme_id) == programme_id,
            col(Assignment.ref).startswith(f"{code}@", autoescape=True),
        )
    )
    key = session.exec(query).one()
    assert key is not None
    return key
