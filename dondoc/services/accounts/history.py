"""What was changed about an account, for history: never with a secret in it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from dondoc.services.history.events import append
from models.event import EventKind


def note(
    session: Session, now: datetime, what: str, *, whose: int, by: int | None = None, **data: Any
) -> None:
    """Appends `account.<what>`. `whose`, `by`: keys of persons; `by` None: at the machine.

    `now`: in the programme's time.
    """
    row = {
        "kind": EventKind.SETTINGS_CHANGED,
        "actor_id": by,
        "on_behalf_of_id": None if by == whose else whose,
        "data": {"what": f"account.{what}", **data},
    }
    append(session, now, [row])
