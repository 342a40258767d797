"""What every query of the overdue board needs: its viewer, the programme, the day, what waits."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.boards.overdue.filters import Limits, limits_on
from dondoc.services.boards.overdue.pending import PendingByKey, recorded
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.frames import ProgrammeRules, cached_frame_of
from dondoc.services.work.shared_facts import names_of_units
from dondoc.store.cache import database_of, keep, version
from models.programme import Programme


@dataclass(frozen=True)
class BoardQuestion:
    """What the queries of one viewer's board share.

    `viewer` sees a programme on the day `today`; `since`: what no drain has applied yet. `state`
    tells whether what was counted before still holds, and `whose` apart what different viewers
    see: all who see everything see the same.
    """

    session: Session
    viewer: Viewer
    programme: Programme
    today: date
    frame: ProgrammeRules
    limits: Limits
    since: PendingByKey
    state: tuple[int, ...]
    whose: tuple[Hashable, ...]


def open_scope(session: Session, programme: Programme, viewer: Viewer) -> BoardQuestion:
    """Reads the calendar, the rules and what was recorded, in a fixed number of queries."""
    state, database = version(session), database_of(session)
    frame = cached_frame_of(session, programme)
    limits = limits_on(viewer.day, frame)
    since = keep(
        ("since", database, programme.id, limits),
        state,
        lambda: recorded(session, programme.key, frame, viewer.day),
    )
    who = None if viewer.sees_all else viewer.person_id
    whose = (database, programme.id, programme.plan_sha256, who, viewer.day, limits)
    return BoardQuestion(session, viewer, programme, viewer.day, frame, limits, since, state, whose)


def unit_names(scope: BoardQuestion) -> dict[int, str]:
    """What every unit is called on the day."""
    return names_of_units(scope.session, scope.today)
