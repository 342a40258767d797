"""What history says of a change among people and committees."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from dondoc.services.grounds.office import hold_office
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.programme.at_work import years_on
from dondoc.services.work.answering.former_holders import DaysTaken, former_holder_events
from dondoc.store.database import is_postgresql
from models.event import EventKind
from models.rules.checkpoints import local_date

_STAFF = 7_310_452
"""Of the advisory lock."""


def tell(acting: SettingsChange, what: str, **data: Any) -> None:
    """Appends an event: `what` was changed, by whom, from what to what."""
    meant = years_on(acting.session, local_date(acting.now)).at_work
    row = {
        "kind": EventKind.CHANGED,
        "programme_id": meant.key if meant else None,
        "actor_id": acting.actor.key,
        "data": {"what": what, **data},
    }
    append(acting.session, acting.now, [row])


def keep_former(acting: SettingsChange, taken: DaysTaken) -> None:
    """Whoever answered for work on days that are taken from them decides none of it afterwards."""
    events = former_holder_events(acting.session, taken, acting.actor.key, acting.today)
    append(acting.session, acting.now, list(events))


def hold_staff(session: Session) -> None:
    """Keeps two changes of positions or seats apart until the transaction ends.

    And from a change of working days, which tells by them whose results it turns.
    """
    hold_office(session)
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(_STAFF)))
