"""The reasons that stand in letters, as the register of reminders has them."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from models.message import MessageLine
from models.nudge import Nudge


def reasons_of_letters(session: Session, message_ids: Iterable[int]) -> dict[int, Counter[str]]:
    """How many reminders of each kind stand in each letter; what was left out is not counted."""
    wanted = sorted(set(message_ids))
    found: dict[int, Counter[str]] = defaultdict(Counter)
    if not wanted:
        return found
    query = (
        select(col(MessageLine.message_id), col(Nudge.kind))
        .join(Nudge, col(Nudge.id) == col(MessageLine.nudge_id))
        .where(col(MessageLine.message_id).in_(wanted), col(MessageLine.dropped) == "")
    )
    for message_id, kind in session.connection().execute(query):
        found[message_id][kind] += 1
    return found
