"""One message written out as it would be at a moment, without sending it."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.reminders.letters.compose import composer_for
from dondoc.services.reminders.letters.letter import ComposedLetter, LetterDraft
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.services.reminders.nudges.reasons import as_reason
from models.message import Message, MessageLine
from models.nudge import Nudge


def compose(
    session: Session, message: Message, now: datetime, office: LettersSender
) -> ComposedLetter:
    """Writes one message out as it would be at that moment; nothing is kept.

    For many messages make one Composer.
    """
    query = (
        select(Nudge, col(MessageLine.in_place_of))
        .join(MessageLine, col(MessageLine.nudge_id) == col(Nudge.id))
        .where(col(MessageLine.message_id) == message.id, col(MessageLine.dropped) == "")
        .order_by(col(Nudge.id))
    )
    reasons = [(as_reason(nudge), absent) for nudge, absent in session.execute(query)]
    draft = LetterDraft(
        message.person_id,
        message.language,
        tuple(reason for reason, _ in reasons),
        message.id,
        {reason: absent for reason, absent in reasons if absent is not None},
    )
    return composer_for(session, [draft], now, office).compose(draft)
