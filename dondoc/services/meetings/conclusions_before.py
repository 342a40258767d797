"""With which conclusions the pack of a meeting begins."""

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col, select

from dondoc.clock import at
from dondoc.services.meetings.follow_up import is_standing, is_unfinished
from models.event import Event, EventKind
from models.meeting import AgendaItem, Conclusion, Meeting
from models.rules.stages import Stage

_ENDINGS = (EventKind.WITHDRAWN, EventKind.HANDED_OVER)


def before_meeting(session: Session, meeting: Meeting) -> ColumnElement[bool]:
    """The condition that it is of the last day of meetings before, or an earlier one that was not
    finished by that day: what was told as open is told once more as what became of it.

    Also one of another year's programme: in January last year's conclusions are looked at.
    """
    earlier = or_(
        col(Meeting.held_on) < meeting.held_on,
        (col(Meeting.held_on) == meeting.held_on) & (col(Meeting.id) < meeting.key),
    )
    concluded = (
        select(col(Meeting.held_on))
        .join(AgendaItem, col(AgendaItem.meeting_id) == col(Meeting.id))
        .join(Conclusion, col(Conclusion.item_id) == col(AgendaItem.id))
        .where(earlier, is_standing())
        .order_by(col(Meeting.held_on).desc())
    )
    last = session.exec(concluded.limit(1)).first()
    if last is None:
        return earlier & is_standing()
    since = at(last)
    accepted = col(Conclusion.accepted_at) >= since
    ended = exists().where(
        col(Event.checkpoint_id) == col(Conclusion.checkpoint_id),
        col(Event.at) >= since,
        (col(Event.to_stage) == Stage.VERIFIED) | col(Event.kind).in_(_ENDINGS),
    )
    told = or_(col(Meeting.held_on) == last, is_unfinished(), accepted, ended)
    return earlier & is_standing() & told
