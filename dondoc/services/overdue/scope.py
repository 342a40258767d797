"""The board of one viewer on one day: everything that its questions are asked in."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.access import Viewer
from dondoc.services.items import Frame
from dondoc.services.overdue.kept import keep, version
from dondoc.services.overdue.recorded import Recorded, recorded
from dondoc.services.overdue.wanted import Limits, limits_on
from dondoc.services.programmes import working_calendar
from dondoc.services.rule_sets import rules_of
from dondoc.services.units import names_on
from models.programme import Programme


@dataclass(frozen=True)
class Scope:
    """`viewer` sees a programme on the day `today`; `since`: what no drain has applied yet.

    `state` tells whether what was counted before still holds (see `kept`), and `whose` apart
    what different viewers see: all who see everything see the same.
    """

    session: Session
    viewer: Viewer
    programme: Programme
    today: date
    frame: Frame
    limits: Limits
    since: Recorded
    state: tuple[int, ...]
    whose: tuple[Hashable, ...]


def open_scope(session: Session, programme: Programme, viewer: Viewer) -> Scope:
    """Reads the calendar, the rules and what was recorded, in a fixed number of queries."""
    state, database = version(session), database_of(session)
    frame = keep(
        ("frame", database, programme.id),
        state,
        lambda: Frame(working_calendar(session, programme), rules_of(session, programme)),
    )
    limits = limits_on(viewer.day, frame)
    since = keep(
        ("since", database, programme.id, limits),
        state,
        lambda: recorded(session, programme.key, frame, limits),
    )
    who = None if viewer.sees_all else viewer.person_id
    whose = (database, programme.id, programme.plan_sha256, who, viewer.day, limits)
    return Scope(session, viewer, programme, viewer.day, frame, limits, since, state, whose)


def database_of(session: Session) -> str:
    """Tells apart what several databases of one process hold."""
    return str(session.get_bind().engine.url)


def unit_names(scope: Scope) -> dict[int, str]:
    """What every unit is called on the day."""
    return keep(
        ("units", *scope.whose[:3], scope.today),
        scope.state,
        lambda: {key: one.name for key, one in names_on(scope.session, scope.today).items()},
    )
